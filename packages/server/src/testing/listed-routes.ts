import { routes } from '../app.ts';
import type { Route } from '../gate/index.ts';

/** Every route of the product, to be counted and asked about; none of them can be served. */
export function listedRoutes(): readonly Route[] {
  return routes({
    blobs: { put: unused, get: unused, delete: unused, length: unused, list: unused },
    passwords: {
      policy: { admit: unused },
      hash: unused,
      check: unused,
      before: unused,
      close: unused,
    },
    publicUrl: () => '',
    signUpMode: 'open',
    accountStates: { suspend: unused, resume: unused, deactivate: unused, publish: unused },
    recoveryWaitingDays: 3,
    access: { guardianshipEndsAt: 18, emergencyMinutes: 60, emergencyReviewDays: 3 },
    system: { notices: unused, adminNotices: unused, describe: unused },
    alerts: { list: unused, countOpen: unused, acknowledge: unused, figures: unused },
    erasure: {
      waitingDays: 7,
      backupsGoneBy: unused,
      request: unused,
      cancel: unused,
      confirm: unused,
      certificate: unused,
      begin: unused,
    },
  });
}

function unused(): never {
  throw new Error('routes are only listed here');
}
