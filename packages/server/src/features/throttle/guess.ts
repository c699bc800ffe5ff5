import type { Tx } from '../../db/tx.ts';
import { Refusal, type AccountTools, type ClientFacts } from '../../gate/index.ts';
import { isKnownDevice } from '../sessions/index.ts';
import { LONGEST_WINDOW_MS, MOST, WINDOW_MS, networkOf, retryAfterS } from './guess-rules.ts';
import { countDown, countUp, forget, forgetOld, fullSince, type Window } from './guess-store.ts';

/** What a plain request and an account scope both have. */
interface Parts {
  readonly now: Date;
  readonly client: ClientFacts;
  readonly gate: Pick<AccountTools, 'hashes'>;
}

export type GuessedAt =
  | {
      readonly kind: 'password';
      /** The same for every try at the same thing: the index of an e-mail address in hex, a person's id. */
      readonly target: string;
      /** Whose account it is, so that their devices are known; undefined when it is nobody's. */
      readonly personId: string | undefined;
    }
  /**
   * A code has no lane for known devices: whoever guesses codes has shown the password, and each sign-in with it makes
   * another device known.
   */
  | { readonly kind: 'code'; readonly target: string };

/** One guess that was let through, and counted as wrong until it is known to be right. */
export interface Guess {
  /** The browser was signed in to this account before. */
  readonly isKnownDevice: boolean;
  /** What it is counted by. */
  readonly subject: Buffer;
  /** What it is counted by too, once it was wrong: many people may share an address, and be right at once. */
  readonly address: Buffer | undefined;
}

/**
 * Counts a guess before it is looked at. In a transaction that commits before that, and does not wait for it:
 * `request.read` of a plain route. Then: right → {@link forgetGuesses}; wrong → {@link countByAddress}; never looked at →
 * {@link takeBackGuess}.
 * @throws {@link Refusal} `too_many_requests` with Retry-After: the guess is not to be looked at.
 */
export async function beginGuess(parts: Parts, tx: Tx, at: GuessedAt): Promise<Guess> {
  const window = windowOf(parts.now);
  const guess = await guessOf(parts, tx, at);
  const { subject, isKnownDevice, address } = guess;
  const most = isKnownDevice ? MOST.device : MOST.account;
  const addressFull =
    address && (await fullSince(tx, { subject: address, most: MOST.address }, window));
  const full = addressFull ?? (await countUp(tx, { subject, most }, window));
  if (full !== undefined) throw tooMany(at.kind, retryAfterS(full, parts.now));
  await forgetOld(tx, { ...window, start: new Date(parts.now.getTime() - LONGEST_WINDOW_MS) });
  return guess;
}

/** It was right: those before it were slips of the same hand. In the transaction in which it opens something. */
export async function forgetGuesses(tx: Tx, { subject }: Guess): Promise<void> {
  await forget(tx, subject);
}

/** It was wrong: whoever tries one password on many accounts is stopped too. */
export async function countByAddress({ now }: Parts, tx: Tx, { address }: Guess): Promise<void> {
  if (address === undefined) return;
  await countUp(tx, { subject: address, most: MOST.address }, windowOf(now));
}

/** Nobody looked at it: the server had no time. */
export async function takeBackGuess(tx: Tx, { subject }: Guess): Promise<void> {
  await countDown(tx, subject);
}

function windowOf(now: Date): Window {
  return { now, start: new Date(now.getTime() - WINDOW_MS) };
}

async function guessOf(parts: Parts, tx: Tx, at: GuessedAt): Promise<Guess> {
  const { client, gate } = parts;
  if (at.kind === 'password') {
    const device = await knownDevice(parts, tx, at);
    if (device !== undefined) return { isKnownDevice: true, subject: device, address: undefined };
  }
  const isCounted = at.kind === 'password' && client.address !== null;
  return {
    isKnownDevice: false,
    subject: gate.hashes.counted('guess.account', `${at.kind}/${at.target}`),
    address: isCounted
      ? gate.hashes.counted('guess.address', networkOf(client.address))
      : undefined,
  };
}

/** What a device that was here before is counted by: whatever strangers do, it has tries of its own. */
async function knownDevice(
  { client, gate }: Parts,
  tx: Tx,
  at: GuessedAt & { readonly kind: 'password' },
): Promise<Buffer | undefined> {
  const { deviceToken } = client;
  if (deviceToken === undefined) return undefined;
  // The same query for nobody's account, so that the time does not tell.
  const personId = at.personId ?? NOBODY;
  const tokenHash = gate.hashes.deviceToken(personId, deviceToken);
  if (!(await isKnownDevice(tx, { personId, tokenHash }))) return undefined;
  return gate.hashes.counted('guess.device', `${tokenHash.toString('hex')}/${at.target}`);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function tooMany(kind: GuessedAt['kind'], retryAfterS: number): Refusal {
  const minutes = Math.ceil(retryAfterS / 60);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const detail =
    kind === 'code'
      ? `Too many wrong codes. Wait ${wait}, or use a passkey.`
      : `Too many wrong tries. Wait ${wait}, or use a browser that was signed in to this account before.`;
  return new Refusal('too_many_requests', detail, { retryAfterS });
}
