/** How many requests of one subject there were in the running minute, as far as this server knows, and until when it runs. */
export interface Counted {
  readonly current: number;
  /** Milliseconds. */
  readonly ttl: number;
}

/** Whose requests: of a person with a session, or of an address. */
export type SubjectKind = 'requests.person' | 'requests.address';

export interface SharedCount {
  readonly kind: SubjectKind;
  /** Route and person, or route and address. */
  readonly of: string;
  readonly requests: number;
}

/**
 * Adds what this server counted to what all servers did in that window, and answers the sums in the same order.
 * Undefined while nothing can be shared: then each server counts for itself.
 */
export type ShareCounts = (
  windowStart: Date,
  counts: readonly SharedCount[],
) => Promise<readonly number[] | undefined>;

export interface RequestCounts {
  count(kind: SubjectKind, of: string): Counted;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

const WINDOW_MS = 60_000;
const SHARE_EVERY_MS = 1_000;
/** In one statement; the others are shared a second later. */
const SHARED_AT_ONCE = 2_000;
/** Whoever has this many addresses is forgotten a few of them: memory has an end. */
const MOST_SUBJECTS = 100_000;

interface Entry {
  readonly kind: SubjectKind;
  readonly of: string;
  /** Of all servers, when last heard. */
  known: number;
  /** Of this server, since then. */
  unshared: number;
}

interface Window {
  readonly startMs: number;
  readonly entries: Map<string, Entry>;
  /** Those with something to share. */
  readonly changed: Set<Entry>;
}

/**
 * Counts in memory, so that a request waits for nobody, and shares once a second: servers together let through what one
 * would, plus what came in that second. @param now - Unix milliseconds.
 */
export function requestCounts(share: ShareCounts, now: () => number = Date.now): RequestCounts {
  let window = newWindow(0);
  let timer: NodeJS.Timeout | undefined;
  let sharing: Promise<void> | undefined;
  let isClosed = false;
  const shareLater = (): void => {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      sharing = shareChanged(window, share).finally(() => {
        timer = undefined;
        sharing = undefined;
        if (window.changed.size > 0) shareLater();
      });
    }, SHARE_EVERY_MS).unref();
  };
  return {
    count: (kind, of) => {
      const nowMs = now();
      const startMs = nowMs - (nowMs % WINDOW_MS);
      if (startMs !== window.startMs) window = newWindow(startMs);
      const entry = entryOf(window, kind, of);
      entry.unshared += 1;
      window.changed.add(entry);
      shareLater();
      return { current: entry.known + entry.unshared, ttl: startMs + WINDOW_MS - nowMs };
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await sharing;
    },
  };
}

function newWindow(startMs: number): Window {
  return { startMs, entries: new Map(), changed: new Set() };
}

function entryOf({ entries, changed }: Window, kind: SubjectKind, of: string): Entry {
  const key = `${kind} ${of}`;
  const found = entries.get(key);
  if (found !== undefined) return found;
  const entry: Entry = { kind, of, known: 0, unshared: 0 };
  entries.set(key, entry);
  if (entries.size > MOST_SUBJECTS) {
    const [oldest] = entries;
    if (oldest !== undefined) entries.delete(oldest[0]);
    if (oldest !== undefined) changed.delete(oldest[1]);
  }
  return entry;
}

async function shareChanged({ startMs, changed }: Window, share: ShareCounts): Promise<void> {
  const sent = [...changed]
    .slice(0, SHARED_AT_ONCE)
    .map((entry) => ({ entry, requests: entry.unshared }));
  const sums = await share(
    new Date(startMs),
    sent.map(({ entry: { kind, of }, requests }) => ({ kind, of, requests })),
  );
  for (const [at, { entry, requests }] of sent.entries()) {
    const sum = sums?.[at];
    // Without an answer everything is still to be shared; what is new since then is in any case.
    if (sum === undefined) continue;
    entry.known = sum;
    entry.unshared -= requests;
    if (entry.unshared === 0) changed.delete(entry);
  }
}
