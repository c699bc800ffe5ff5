import type { Alert } from '@wardkeep/contract';
import type { AlertDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import type { RunningState } from '../system-parts.ts';
import { openAlert, sealAlert } from './alert-detail.ts';
import { SEVERITY } from './alert-rules.ts';
import {
  closeAlert,
  countOpenAlerts,
  lockAlert,
  readAlerts,
  type AlertRow,
} from './alert-store.ts';
import { readFigures } from './dashboard-figures.ts';

type Tools = Pick<AccountTools, 'sealing'>;

/** One alert as administrators see it, before people have names. */
interface OpenedAlert extends Omit<AlertRow, 'about' | 'sealed'> {
  readonly severity: Alert['severity'];
  /** Undefined for what was altered in the database. */
  readonly detail: AlertDetail | undefined;
}

interface Acknowledgement {
  readonly alertId: string;
  readonly personId: string;
  readonly words: string;
  readonly at: Date;
}

const MOST_LISTED = 200;

/** What the routes of alerts and of the dashboard show and change. */
export function alertParts(state: Pick<RunningState, 'gate' | 'sequencer'>) {
  return {
    list,
    acknowledge,
    countOpen: countOpenAlerts,
    figures: (tx: Tx, asked: { readonly now: Date; readonly days: number }) =>
      readFigures(tx, state, asked),
  };
}

async function list(tx: Tx, tools: Tools): Promise<readonly OpenedAlert[]> {
  const rows = await readAlerts(tx, MOST_LISTED);
  return rows.map((row) => ({
    ...row,
    severity: SEVERITY[row.rule],
    detail: openAlert(tools, row),
  }));
}

/** Closes it: what happens from now on is an alert of its own. @returns false for one that there is not, or no more. */
async function acknowledge(tx: Tx, tools: Tools, by: Acknowledgement): Promise<boolean> {
  const { alertId, personId, words, at } = by;
  const alert = await lockAlert(tx, alertId);
  if (alert === undefined || alert.acknowledgedAt !== null) return false;
  const detail = openAlert(tools, alert) ?? ALTERED;
  const sealed = sealAlert(tools, alert, { ...detail, words: words === '' ? null : words });
  await closeAlert(tx, { alertId, by: personId, at, sealed });
  return true;
}

const ALTERED: AlertDetail = {
  personId: null,
  address: null,
  eventIds: [],
  words: null,
  told: { atMs: 0, count: 0 },
};
