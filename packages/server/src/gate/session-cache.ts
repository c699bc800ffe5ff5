import type { ReplyOf, readSession } from '@wardkeep/contract';

/** What `session.read` answers to this session. */
export type RecentSession = ReplyOf<typeof readSession>;

/** For which request a state was read: it holds for no other kind. */
export interface RecentKey {
  readonly sessionId: string;
  /** Of the access token that was shown: after a refresh it is another one, of the same session. */
  readonly accessExpiresAt: Date | undefined;
  readonly address: string | null;
  readonly isBackground: boolean;
}

interface Entry {
  readonly key: RecentKey;
  readonly readAtMs: number;
  readonly session: Promise<RecentSession>;
  /** Once the reading is done. */
  known?: RecentSession;
  /** Its successor is being read. */
  isRenewing: boolean;
}

/** Under the second that `session.read` promises, so that the answer has time to arrive within it. */
const OLDEST_MS = 900;
/** From then on it is read again while it still answers, so that whoever asks often does not wait for the database. */
const RENEWED_MS = 450;
const MOST = 10_000;

/**
 * The state of sessions, for the one route that opens nothing and is asked all the time; every other route reads it
 * with the record. Who asks while it is being read waits for that reading. Its age counts from before the reading.
 */
export class SessionCache {
  /** By session id; what was read first stands first. */
  readonly #entries = new Map<string, Entry>();

  get(key: RecentKey, nowMs: number, read: () => Promise<RecentSession>): Promise<RecentSession> {
    const known = this.#entries.get(key.sessionId);
    if (known === undefined || !isSame(known.key, key) || !isYounger(known, nowMs, OLDEST_MS)) {
      const entry = newEntry(key, nowMs, read());
      this.#put(entry);
      return entry.session;
    }
    if (!known.isRenewing && !isYounger(known, nowMs, RENEWED_MS)) this.#renew(known, nowMs, read);
    return known.session;
  }

  /** What is there already and need not be read again yet; whoever gets nothing asks `get`. */
  atHand(key: RecentKey, nowMs: number): RecentSession | undefined {
    const entry = this.#entries.get(key.sessionId);
    if (entry === undefined || !isSame(entry.key, key)) return undefined;
    return isYounger(entry, nowMs, RENEWED_MS) ? entry.known : undefined;
  }

  /** What the session did in this process shows at once. */
  forget(sessionId: string): void {
    this.#entries.delete(sessionId);
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  #put(entry: Entry): void {
    const { sessionId } = entry.key;
    this.#entries.delete(sessionId);
    this.#entries.set(sessionId, entry);
    entry.session.then(
      (session) => (entry.known = session),
      // Whoever asked is told why; the next one asks again.
      () => {
        if (this.#entries.get(sessionId) === entry) this.#entries.delete(sessionId);
      },
    );
    if (this.#entries.size <= MOST) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  /** Takes the old one's place once it is there, or says why there is none: then nobody gets the old one any more. */
  #renew(old: Entry, nowMs: number, read: () => Promise<RecentSession>): void {
    old.isRenewing = true;
    const session = read();
    const replace = (): void => {
      if (this.#entries.get(old.key.sessionId) !== old) return;
      this.#put(newEntry(old.key, nowMs, session));
    };
    session.then(replace, replace);
  }
}

function newEntry(key: RecentKey, readAtMs: number, session: Promise<RecentSession>): Entry {
  return { key, readAtMs, session, isRenewing: false };
}

function isSame(a: RecentKey, b: RecentKey): boolean {
  return (
    a.address === b.address &&
    a.isBackground === b.isBackground &&
    a.accessExpiresAt?.getTime() === b.accessExpiresAt?.getTime()
  );
}

function isYounger({ readAtMs }: Entry, nowMs: number, thanMs: number): boolean {
  const ageMs = nowMs - readAtMs;
  // A clock that was put back says nothing about how old it is.
  return ageMs >= 0 && ageMs < thanMs;
}
