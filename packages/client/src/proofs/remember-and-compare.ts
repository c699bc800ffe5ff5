import { claimedOrigin, openCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { CheckpointMemory, RememberedCheckpoint } from './checkpoint-memory.ts';
import { beginsWell, type Beginning } from './log-beginning.ts';
import { ProofError } from './proof-error.ts';
import { byBeginning, deploymentOf, isExtension, openServed, originOf } from './served-log.ts';
import type { LogFetchers, ServedLog } from './served-log.ts';
import { parseVerifierKey } from './verifier-key.ts';

/**
 * - `first-seen`, `same`, `grown`: fine, and remembered.
 * - `forked`: what is served and what was seen can't both be the log. Somebody rewrote it.
 * - `went-back`: the log is shorter than it was, or is not told of any more: a restore, or leaves cut off.
 * - `key-changed`: another key signs this log.
 *
 * What is remembered stays as it was after the last three.
 */
export type LogVerdict = 'first-seen' | 'same' | 'grown' | 'forked' | 'went-back' | 'key-changed';

export interface ComparedLog {
  /** `2026`, `2026-2`. */
  readonly log: string;
  readonly origin: string;
  readonly verdict: LogVerdict;
  /** Of a fork: the signature does not hold, the proof does not, or leaf 0 is not the log before. */
  readonly why: 'not-authentic' | 'not-consistent' | 'begins-otherwise' | null;
  /** As served now; null when the log is not told of, or its checkpoint is not authentic. */
  readonly size: number | null;
  readonly rememberedSize: number | null;
  /** Of a log that went back: the log that was begun after it and begins with what is remembered, or more. */
  readonly restoredInto: string | null;
}

export function isFine({ verdict }: Pick<ComparedLog, 'verdict'>): boolean {
  return verdict === 'first-seen' || verdict === 'same' || verdict === 'grown';
}

/**
 * Asks a server for the newest checkpoint of each log, checks signatures, demands a proof that each extends what is
 * remembered of it, and remembers it. Shares no code with the server.
 * @param memory - Of this one server: what it holds and the server does not tell of is missing.
 * @returns by log, the oldest first.
 * @throws what the fetchers and the memory throw; {@link ProofError} `unsupported`, and `bad_key` or `bad_note` when what
 * is remembered was damaged.
 */
export async function rememberAndCompare(
  fetchers: LogFetchers,
  memory: CheckpointMemory,
): Promise<readonly ComparedLog[]> {
  const all = (await fetchers.checkpoints()).toSorted(byBeginning);
  const known = await memory.origins();
  const visit = { fetchers, memory, all, known };
  const compared: ComparedLog[] = [];
  for (const served of all) compared.push(await compare(served, visit));
  return [...(await gone(visit)), ...compared].toSorted(byBeginning);
}

async function compare(served: ServedLog, visit: Beginning): Promise<ComparedLog> {
  const origin = originOf(served);
  const remembered = await visit.memory.get(origin);
  const before = remembered && (await openRemembered(remembered));
  const now = await authentic(served);
  const about = {
    log: served.log,
    origin,
    why: null,
    size: now?.size ?? null,
    rememberedSize: before?.size ?? null,
    restoredInto: null,
  };
  if (remembered !== undefined && remembered.verifierKey !== served.verifierKey)
    return { ...about, verdict: 'key-changed' };
  if (now === undefined) return { ...about, verdict: 'forked', why: 'not-authentic' };
  if (before === undefined && !(await beginsWell(served, now, visit)))
    return { ...about, verdict: 'forked', why: 'begins-otherwise' };
  if (remembered && before !== undefined && now.size < before.size) {
    const restoredInto = await successor(remembered, before, visit);
    return { ...about, verdict: 'went-back', restoredInto };
  }
  if (before !== undefined && !(await isExtension(visit.fetchers, served.log, [before, now])))
    return { ...about, verdict: 'forked', why: 'not-consistent' };
  const { checkpoint, verifierKey } = served;
  await visit.memory.put(origin, { checkpoint, verifierKey });
  if (before === undefined) return { ...about, verdict: 'first-seen' };
  return { ...about, verdict: now.size === before.size ? 'same' : 'grown' };
}

async function authentic(
  served: Pick<ServedLog, 'log' | 'checkpoint' | 'verifierKey'>,
): Promise<Checkpoint | undefined> {
  try {
    return await openServed(served);
  } catch (error) {
    if (error instanceof ProofError && error.code !== 'unsupported') return undefined;
    throw error;
  }
}

/** Logs that were seen, and that nobody tells of any more. */
async function gone(visit: Beginning): Promise<readonly ComparedLog[]> {
  const { all, known, memory } = visit;
  const told = new Set(all.map(originOf));
  const lost: ComparedLog[] = [];
  for (const origin of known.filter((each) => !told.has(each))) {
    const remembered = await memory.get(origin);
    if (remembered === undefined) continue;
    const before = await openRemembered(remembered);
    const about = { log: logOf(origin), origin, why: null, size: null };
    const restoredInto = await successor(remembered, before, visit);
    lost.push({ ...about, verdict: 'went-back', rememberedSize: before.size, restoredInto });
  }
  return lost;
}

/** A restore begins a new log with the last checkpoint that was kept elsewhere: it owns up to what is missing. */
async function successor(
  { verifierKey }: RememberedCheckpoint,
  { origin, size }: Checkpoint,
  { all }: Beginning,
): Promise<string | null> {
  for (const { log, beginsWith } of all) {
    if (beginsWith === null || claimedOrigin(beginsWith) !== origin) continue;
    const begun = await authentic({ log: logOf(origin), checkpoint: beginsWith, verifierKey });
    if (begun !== undefined && begun.size >= size) return log;
  }
  return null;
}

function logOf(origin: string): string {
  return origin.slice(deploymentOf(origin).length);
}

async function openRemembered(remembered: RememberedCheckpoint): Promise<Checkpoint> {
  const { checkpoint, verifierKey } = remembered;
  return openCheckpoint(checkpoint, await parseVerifierKey(verifierKey));
}
