import { fromBase64, isSame, utf8, type Octets } from './octets.ts';
import { ProofError } from './proof-error.ts';
import type { VerifierKey } from './verifier-key.ts';
import { isSignedBy } from './web-crypto.ts';

/** C2SP tlog-checkpoint: what a log was when it had so many leaves. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Octets;
}

interface Signature {
  readonly name: string;
  readonly id: Octets;
  readonly bytes: Octets;
}

const SIGNATURE_LINE = /^\u2014 ([^\s+]+) (\S+)$/u;

/**
 * Opens a signed note with a checkpoint in it. Signatures of others are ignored.
 * @throws {@link ProofError} `bad_note` unless this key signed it and it is of the log that the key is named after;
 * `unsupported`.
 */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<Checkpoint> {
  const end = note.lastIndexOf('\n\n') + 1;
  if (end < 1 || !note.endsWith('\n')) throw new ProofError('bad_note', 'not a signed note');
  const text = note.slice(0, end);
  const ours = note
    .slice(end + 1, -1)
    .split('\n')
    .map(parseSignature)
    .filter(({ name, id }) => name === key.name && isSame(id, key.id));
  const held = ours.map(({ bytes }) => isSignedBy(key.publicKey, utf8(text), bytes));
  if (ours.length === 0 || (await Promise.all(held)).includes(false)) {
    throw new ProofError('bad_note', 'the note is not signed by the expected key');
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin === key.name) return checkpoint;
  throw new ProofError('bad_note', 'the checkpoint is of another log');
}

/** The log that a note says it is of. Nothing is verified. */
export function claimedOrigin(note: string): string {
  return note.slice(0, Math.max(0, note.indexOf('\n')));
}

function parseSignature(line: string): Signature {
  const [, name, encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const octets = fromBase64(encoded);
  if (name === undefined || octets === undefined || octets.length < 5) {
    throw new ProofError('bad_note', 'a line of the note is not a signature');
  }
  return { name, id: octets.slice(0, 4), bytes: octets.slice(4) };
}

function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', decimal = '', encoded = '', ...rest] = text.split('\n');
  const size = Number(decimal);
  const root = fromBase64(encoded);
  if (
    origin === '' ||
    !/^(0|[1-9][0-9]*)$/.test(decimal) ||
    !Number.isSafeInteger(size) ||
    root?.length !== 32 ||
    rest.at(-1) !== ''
  ) {
    throw new ProofError('bad_note', 'the note is not a checkpoint');
  }
  return { origin, size, root };
}
