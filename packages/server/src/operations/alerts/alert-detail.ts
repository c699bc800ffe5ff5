import type { Sealed } from '@wardkeep/crypto';
import type { AlertDetail } from '../../db/schema.ts';
import { keysAwayIn, type AccountTools } from '../../gate/index.ts';
import type { AlertRow } from './alert-store.ts';

type Place = Pick<AlertRow, 'alertId' | 'firstAt'>;

/** The deployment's: whom an alert is about, an administrator reads without anybody's keys. */
export function sealAlert(
  { sealing }: Pick<AccountTools, 'sealing'>,
  alert: Place,
  detail: AlertDetail,
): Sealed<AlertDetail> {
  return sealing.seal(placeOf(alert), detail);
}

/** Undefined for what was altered in the database, or moved from another alert: that must keep no alert from being raised. */
export function openAlert(
  { sealing }: Pick<AccountTools, 'sealing'>,
  alert: Place & Pick<AlertRow, 'sealed'>,
): AlertDetail | undefined {
  try {
    return sealing.open(placeOf(alert), alert.sealed);
  } catch (error) {
    if (keysAwayIn(error)) throw error;
    return undefined;
  }
}

function placeOf({ alertId, firstAt }: Place) {
  return { name: `alert/${alertId}`, day: firstAt };
}
