import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { isIncluded, leafHash } from './merkle.ts';
import { fromBase64, type Octets } from './octets.ts';
import { ProofError } from './proof-error.ts';
import { parseVerifierKey } from './verifier-key.ts';

/** One event, as what stands in the open about it in the log: docs/formats/audit-log.md, "Leaf". */
export interface ProvedEvent {
  readonly eventId: string;
  readonly occurredAtMs: number;
  readonly action: string;
  readonly outcome: string;
  readonly index: number;
  /** The log as it was signed when the proof was made. */
  readonly checkpoint: Checkpoint;
}

interface TlogProof {
  readonly leaf: Octets;
  readonly index: number;
  readonly hashes: readonly Octets[];
  readonly note: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const LEAF =
  /^wardkeep-audit\/1\n([0-9a-f-]{36})\n(0|[1-9][0-9]*)\n([a-z][a-z0-9.-]*) (success|refused|failed)\n[A-Za-z0-9+/]{43}=\n$/;

/**
 * Checks a `.tlog-proof` file (C2SP tlog-proof) of one event, without a server. The leaf comes from its `extra` line,
 * which nothing vouches for but the proof itself.
 * @throws {@link ProofError} `bad_key`; `bad_note` when the key has not signed the checkpoint in it; `bad_proof` when the
 * file is none, or its event is not in that log; `unsupported`.
 */
export async function verifyTlogProof(text: string, verifierKey: string): Promise<ProvedEvent> {
  const key = await parseVerifierKey(verifierKey);
  const { leaf, index, hashes, note } = parseTlogProof(text);
  const checkpoint = await openCheckpoint(note, key);
  const { size, root } = checkpoint;
  const claim = { leafHash: await leafHash(leaf), index, size, proof: hashes, root };
  if (!(await isIncluded(claim))) throw new ProofError('bad_proof', 'the event is not in this log');
  return { ...eventOf(leaf), index, checkpoint };
}

function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [header, extra = '', index = '', ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  const leaf = fromBase64(/^extra (\S+)$/.exec(extra)?.[1] ?? '');
  const [, decimal] = /^index (0|[1-9][0-9]*)$/.exec(index) ?? [];
  const hashes = lines.flatMap((line) => fromBase64(line) ?? []);
  const isWhole = header === HEADER && hashes.length === lines.length;
  if (!isWhole || leaf === undefined || decimal === undefined) {
    throw new ProofError('bad_proof', 'not a proof of an event');
  }
  return { leaf, index: Number(decimal), hashes, note: text.slice(end + 2) };
}

function eventOf(
  leaf: Octets,
): Pick<ProvedEvent, 'eventId' | 'occurredAtMs' | 'action' | 'outcome'> {
  const match = LEAF.exec(new TextDecoder().decode(leaf));
  const [, eventId = '', occurredAtMs = '', action = '', outcome = ''] = match ?? [];
  if (match === null) throw new ProofError('bad_proof', 'the leaf is not an event');
  return { eventId, occurredAtMs: Number(occurredAtMs), action, outcome };
}
