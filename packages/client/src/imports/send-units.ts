import { ProblemError } from '../errors.ts';
import type { ImportUnit } from './import-units.ts';

/** Two are worked on by the server while a third is on its way. */
export const UNITS_AT_ONCE = 3;
const WAIT_S = 2;

export type SentUnit<Report> =
  | { readonly unit: ImportUnit; readonly report: Report }
  | { readonly unit: ImportUnit; readonly problem: ProblemError };

/**
 * Sends every unit, one after the other or some at once; one that is refused keeps no other out.
 * @throws what `send` throws that is no refusal of the unit: nobody is signed in, the server is gone. What was sent is stored,
 * and sent again is unchanged.
 */
export async function sendUnits<Report>(
  units: readonly ImportUnit[],
  {
    send,
    onSent,
    atOnce,
  }: {
    readonly send: (unit: ImportUnit) => Promise<Report>;
    readonly onSent: (sent: SentUnit<Report>) => void;
    readonly atOnce: number;
  },
): Promise<void> {
  const queue = { next: 0, isBroken: false, hasWorked: false };
  const work = async (): Promise<void> => {
    while (!queue.isBroken) {
      const unit = units[queue.next++];
      if (unit === undefined) return;
      const sent = await sendOne(unit, send, queue.hasWorked);
      queue.hasWorked ||= 'report' in sent;
      onSent(sent);
    }
  };
  const all = await Promise.allSettled(
    Array.from({ length: Math.min(atOnce, units.length) }, () =>
      work().catch((error: unknown) => {
        queue.isBroken = true;
        throw error;
      }),
    ),
  );
  const broken = all.find((each) => each.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

/** Refusals of whoever asks, not of what was sent. */
const OF_ALL: ReadonlySet<string> = new Set([
  'address_not_allowed',
  'csrf_refused',
  'forbidden',
  'keys_unavailable',
  'locked',
  'not_signed_in',
  'second_factor_needed',
  'second_factor_set_up_needed',
  'step_up_needed',
  'unavailable',
]);

async function sendOne<Report>(
  unit: ImportUnit,
  send: (unit: ImportUnit) => Promise<Report>,
  hasWorked: boolean,
): Promise<SentUnit<Report>> {
  for (;;) {
    try {
      return { unit, report: await send(unit) };
    } catch (error) {
      if (!(error instanceof ProblemError) || OF_ALL.has(error.code)) throw error;
      // Where others came in, it is this one patient who is not the caller’s to write to.
      if (error.code === 'not_found' && !hasWorked) throw error;
      if (error.code !== 'too_many_requests') return { unit, problem: error };
      const waitS = error.retryAfterSeconds ?? WAIT_S;
      await new Promise((resolve) => setTimeout(resolve, waitS * 1000));
    }
  }
}
