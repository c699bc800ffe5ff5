import { claimedOrigin, openCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { CheckpointMemory, RememberedCheckpoint } from './checkpoint-memory.ts';
import { leafHash } from './merkle.ts';
import { utf8 } from './octets.ts';
import { ProofError } from './proof-error.ts';
import { byBeginning, deploymentOf, isExtension, originOf } from './served-log.ts';
import type { LogFetchers, ServedLog } from './served-log.ts';
import { keyNamed, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

export interface Beginning {
  readonly fetchers: LogFetchers;
  readonly memory: CheckpointMemory;
  readonly all: readonly ServedLog[];
  /** Origins that were remembered before anything of this visit was. */
  readonly known: readonly string[];
}

/**
 * Whether a log that was never seen begins as it should: its leaf 0 is a signed checkpoint of the log before, and that
 * one does not contradict what is remembered of it. The first log of a deployment begins with nothing.
 * @param checkpoint - Of this log, opened.
 */
export async function beginsWell(
  served: ServedLog,
  checkpoint: Checkpoint,
  visit: Beginning,
): Promise<boolean> {
  const { beginsWith } = served;
  if (beginsWith === null) return !hasOlder(served, visit.known);
  const before = await openBefore(beginsWith, served, visit);
  if (before === undefined) return false;
  const leaf = await leafHash(utf8(`wardkeep-audit-begin/1\n${beginsWith}`));
  // The root of a tree of one leaf is the leaf's hash: a consistency proof from there is an inclusion proof of leaf 0.
  const first = { size: 1, root: leaf };
  if (!(await isExtension(visit.fetchers, served.log, [first, checkpoint]))) return false;
  return agrees(before, visit);
}

function hasOlder(served: ServedLog, known: readonly string[]): boolean {
  const deployment = deploymentOf(originOf(served));
  return known
    .filter((origin) => deploymentOf(origin) === deployment)
    .some((origin) => byBeginning({ log: origin.slice(deployment.length) }, served) < 0);
}

async function openBefore(
  note: string,
  served: ServedLog,
  visit: Beginning,
): Promise<Checkpoint | undefined> {
  const origin = claimedOrigin(note);
  if (deploymentOf(origin) !== deploymentOf(originOf(served)) || origin === originOf(served))
    return undefined;
  try {
    return await openCheckpoint(note, await keyOf(origin, served, visit));
  } catch (error) {
    if (error instanceof ProofError && error.code !== 'unsupported') return undefined;
    throw error;
  }
}

/** The key that is remembered, else the one that the server names, else this log's own: one key signs them all. */
async function keyOf(origin: string, served: ServedLog, visit: Beginning): Promise<VerifierKey> {
  const remembered = await visit.memory.get(origin);
  const named = visit.all.find((each) => originOf(each) === origin);
  const known = remembered?.verifierKey ?? named?.verifierKey;
  if (known !== undefined) return parseVerifierKey(known);
  return keyNamed(origin, (await parseVerifierKey(served.verifierKey)).publicKey);
}

/** What is beyond the leaves that the server still has of the log before can't be proved, and is not held against it. */
async function agrees(before: Checkpoint, visit: Beginning): Promise<boolean> {
  const remembered = await visit.memory.get(before.origin);
  if (remembered === undefined) return true;
  const seen = await opened(remembered);
  if (seen.size === before.size) return isExtension(visit.fetchers, '', [seen, before]);
  const log = visit.all.find((each) => originOf(each) === before.origin);
  const pair = seen.size < before.size ? ([seen, before] as const) : ([before, seen] as const);
  if (log === undefined || log.size < pair[1].size) return true;
  return isExtension(visit.fetchers, log.log, pair);
}

async function opened({ checkpoint, verifierKey }: RememberedCheckpoint): Promise<Checkpoint> {
  return openCheckpoint(checkpoint, await parseVerifierKey(verifierKey));
}
