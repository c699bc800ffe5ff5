import type { Tx } from '../../db/tx.ts';
import type { RecognisedDevice } from './recognise-device.ts';
import type { SessionParts } from './start-session.ts';

/** Tells the owner of an account, by e-mail, what is out of the ordinary about a session that begins. */
export async function queueNotices(
  { gate, now }: SessionParts,
  tx: Tx,
  started: { readonly personId: string; readonly device: RecognisedDevice },
): Promise<void> {
  const { personId, device } = started;
  const { place } = device;
  const values = { device: device.name, country: device.country ?? '', at: now.toISOString() };
  const to = { personId };
  if (device.isNew) await gate.mail.queue(tx, { to, template: 'new-device', values });
  if (place.kind === 'new-country')
    await gate.mail.queue(tx, { to, template: 'new-country', values });
  if (place.kind === 'impossible-travel') {
    const travel = { ...values, from: place.from, minutes: wholeMinutes(place.seenMsAgo) };
    await gate.mail.queue(tx, { to, template: 'impossible-travel', values: travel });
  }
}

/** One at least: nobody is told of zero minutes. */
function wholeMinutes(ms: number): string {
  return String(Math.max(1, Math.round(ms / 60_000)));
}
