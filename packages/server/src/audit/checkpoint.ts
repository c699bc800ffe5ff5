import { AuditError } from './audit-error.ts';
import type { AuditKeys, CheckpointKey } from './audit-keys.ts';
import { hashLength } from './merkle.ts';
import { openNote, signNote, type NoteKey } from './signed-note.ts';

/** C2SP tlog-checkpoint: what a log of this size was, in three lines and a signature. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** Each log is an origin of its own and signs under that name (tlog-checkpoint: the key's name should be the origin). */
export function logKey(key: CheckpointKey, log: string): NoteKey {
  return { name: `${key.name}/${log}`, publicKey: key.publicKey };
}

export function signCheckpoint(
  keys: Pick<AuditKeys, 'checkpointKey' | 'signCheckpoint'>,
  log: string,
  tree: { readonly size: number; readonly root: Buffer },
): string {
  const key = logKey(keys.checkpointKey, log);
  return signNote(checkpointText({ origin: key.name, ...tree }), key, (text) =>
    keys.signCheckpoint(text),
  );
}

/** @throws {@link AuditError} `bad_checkpoint` unless the log's key signed it and it is this log's. */
export function openCheckpoint(note: string, key: CheckpointKey, log: string): Checkpoint {
  const signer = logKey(key, log);
  const checkpoint = parseCheckpoint(openNote(note, signer));
  if (checkpoint.origin !== signer.name) {
    throw new AuditError('bad_checkpoint', 'the checkpoint is of another log');
  }
  return checkpoint;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/**
 * Reads a checkpoint's text, without its signatures. Extension lines are allowed and ignored.
 * @throws {@link AuditError} `bad_checkpoint` unless it is spelled exactly as the specification does.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', decimal = '', encoded = ''] = lines;
  const size = Number(decimal);
  const root = Buffer.from(encoded, 'base64');
  const wellFormed =
    lines.length >= 4 &&
    lines.at(-1) === '' &&
    lines.slice(0, -1).every((line) => line !== '') &&
    /^(0|[1-9][0-9]*)$/.test(decimal) &&
    Number.isSafeInteger(size) &&
    root.length === hashLength &&
    root.toString('base64') === encoded;
  if (!wellFormed) throw new AuditError('bad_checkpoint', 'not a checkpoint');
  return { origin, size, root };
}
