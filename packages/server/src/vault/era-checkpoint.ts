import { verify, type KeyObject } from 'node:crypto';

/** What the database says of one log of the audit: not to be believed before `isSigned`. */
export interface CheckpointRow {
  readonly log: string;
  readonly size: number;
  /** A signed note (C2SP tlog-checkpoint); docs/formats/audit-log.md. */
  readonly note: string;
}

const SIGNATURE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const KEY_ID_BYTES = 4;

/**
 * Whether the audit key signed that this log had this size: a row that SQL alone wrote has no signature. It answers that
 * one question; who needs the tree as well opens the note with audit/, which this folder may not import.
 */
export function isSigned({ log, size, note }: CheckpointRow, publicKey: KeyObject): boolean {
  return sizeSigned({ log, note }, publicKey) === size;
}

/** The size that the audit key signed for this log; undefined for a note that it did not sign, or of another log. */
export function sizeSigned(
  { log, note }: Pick<CheckpointRow, 'log' | 'note'>,
  publicKey: KeyObject,
): number | undefined {
  const end = note.lastIndexOf('\n\n') + 1;
  const [origin = '', decimal = ''] = note.split('\n');
  const size = Number(decimal);
  if (end < 1 || !origin.endsWith(`/audit/${log}`) || decimal !== String(size)) return undefined;
  const text = Buffer.from(note.slice(0, end));
  const isGenuine = note
    .slice(end + 1)
    .split('\n')
    .some((line) => {
      const [, name, encoded = ''] = SIGNATURE.exec(line) ?? [];
      const signature = Buffer.from(encoded, 'base64').subarray(KEY_ID_BYTES);
      return name === origin && verify(null, text, publicKey, signature);
    });
  return isGenuine && Number.isSafeInteger(size) ? size : undefined;
}
