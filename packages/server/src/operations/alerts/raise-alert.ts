import { randomUUID } from 'node:crypto';
import type { AlertRule } from '@wardkeep/contract';
import type { AlertDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import { openAlert, sealAlert } from './alert-detail.ts';
import { isToldAgain } from './alert-rules.ts';
import { growAlert, insertAlert, lockOpenAlert, type AlertRow } from './alert-store.ts';
import { tellAlert, type AlertTelling } from './tell-alert.ts';

/** A rule that holds, now. */
export interface Raised {
  readonly rule: AlertRule;
  /** Keyed; null where it is about nobody in particular. */
  readonly about: Buffer | null;
  readonly whom: Pick<AlertDetail, 'personId' | 'address'>;
  /** The newest first. */
  readonly eventIds: readonly string[];
  readonly at: Date;
  /** How many an alert begins with that opens now. */
  readonly total: number;
  /** What one that is open already grows by; undefined where it grows to `total`. */
  readonly more: number | undefined;
}

const EVENTS_KEPT = 10;

/** Opens an alert, or adds to the one that is open for the same rule and the same about; tells who is to know, once. */
export async function raiseAlert(tx: Tx, telling: AlertTelling, raised: Raised): Promise<void> {
  const open = await lockOpenAlert(tx, raised);
  const at = noLaterThan(telling.gate.now(), raised.at);
  if (open !== undefined) return grow(tx, telling, open, { ...raised, at });
  const { rule, about, total } = raised;
  const alert = { alertId: randomUUID(), rule, about, firstAt: at, lastAt: at, count: total };
  const told = { atMs: telling.gate.now().getTime(), count: total };
  const detail: AlertDetail = {
    ...raised.whom,
    eventIds: raised.eventIds.slice(0, EVENTS_KEPT),
    words: null,
    told,
  };
  const sealed = sealAlert(telling.gate, alert, detail);
  const unread = { acknowledgedAt: null, acknowledgedBy: null };
  // Another server that was quicker has told of it.
  if (!(await insertAlert(tx, { ...alert, ...unread, sealed })))
    return raiseAlert(tx, telling, raised);
  await tellAlert(tx, telling, alert);
}

async function grow(
  tx: Tx,
  telling: AlertTelling,
  open: AlertRow,
  { whom, eventIds, at, total, more }: Raised,
): Promise<void> {
  const { gate } = telling;
  const detail = openAlert(gate, open) ?? unopened(whom);
  const count = more === undefined ? Math.max(open.count, total) : open.count + more;
  const lastAt = at > open.lastAt ? at : open.lastAt;
  const now = { atMs: gate.now().getTime(), count };
  const isTold = isToldAgain(open.rule, detail.told, now);
  const grown: AlertDetail = {
    ...detail,
    eventIds: [...new Set([...eventIds, ...detail.eventIds])].slice(0, EVENTS_KEPT),
    told: isTold ? now : detail.told,
  };
  const { alertId } = open;
  await growAlert(tx, { alertId, lastAt, count, sealed: sealAlert(gate, open, grown) });
  if (isTold) await tellAlert(tx, telling, { ...open, lastAt, count });
}

/** An event's id that was altered can say any moment, and one in a far year would keep every alert from being shown. */
function noLaterThan(now: Date, moment: Date): Date {
  return moment > now ? now : moment;
}

/** Of an alert that was altered: it is told of again, since nobody knows what it said. */
function unopened(whom: Raised['whom']): AlertDetail {
  return { ...whom, eventIds: [], words: null, told: { atMs: 0, count: 0 } };
}
