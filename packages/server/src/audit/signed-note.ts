import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { AuditError } from './audit-error.ts';

/** C2SP signed-note, with Ed25519 signatures (type 0x01) only. */

export interface NoteKey {
  /** No white space, no `+`. */
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ed25519Type = 0x01;
const longestNote = 128 * 1024; // sixteen signatures of post-quantum size, with room
const signatureLine = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
// oxlint-disable-next-line no-control-regex -- the specification forbids exactly these
const controlCharacter = /[\u0000-\u0009\u000b-\u001f]/u;

/** @param text - Ends in a newline. */
export function signNote(
  text: string,
  key: NoteKey,
  sign: (text: Uint8Array) => Uint8Array,
): string {
  const signature = Buffer.concat([keyId(key), sign(Buffer.from(text))]);
  return `${text}\n\u2014 ${key.name} ${signature.toString('base64')}\n`;
}

/**
 * The note's text, once the key has signed it. Signatures of other keys are ignored.
 * @throws {@link AuditError} `bad_checkpoint` if it is no note, if this key did not sign it, or if any signature that
 * names this key fails.
 * @param longest - In characters. The specification lets a reader bound it; checkpoints and reports are short.
 */
export function openNote(note: string, key: NoteKey, longest = longestNote): string {
  const end = note.lastIndexOf('\n\n') + 1;
  if (end < 1 || note.length > longest || controlCharacter.test(note) || !note.endsWith('\n')) {
    throw new AuditError('bad_checkpoint', 'not a signed note');
  }
  const text = note.slice(0, end);
  const ours = note
    .slice(end + 1, -1)
    .split('\n')
    .map(parseSignature)
    .filter(({ name, id }) => name === key.name && id.equals(keyId(key)));
  const publicKey = keyObject(key);
  const holds = ours.every(({ bytes }) => verify(null, Buffer.from(text), publicKey, bytes));
  if (ours.length === 0 || !holds) {
    throw new AuditError('bad_checkpoint', 'the note is not signed by the expected key');
  }
  return text;
}

/** The key as `golang.org/x/mod/sumdb/note` and the C2SP tools read it: name, key id and key. */
export function verifierKey(key: NoteKey): string {
  const encoded = Buffer.concat([Buffer.of(ed25519Type), key.publicKey]).toString('base64');
  return `${key.name}+${keyId(key).toString('hex')}+${encoded}`;
}

function parseSignature(line: string): { name: string; id: Buffer; bytes: Buffer } {
  const [, name, encoded] = signatureLine.exec(line) ?? [];
  const decoded = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || decoded.toString('base64') !== encoded || decoded.length < 5) {
    throw new AuditError('bad_checkpoint', 'a line of the note is not a signature');
  }
  return { name, id: decoded.subarray(0, 4), bytes: decoded.subarray(4) };
}

function keyId(key: NoteKey): Buffer {
  const named = Buffer.concat([
    Buffer.from(`${key.name}\n`),
    Buffer.of(ed25519Type),
    key.publicKey,
  ]);
  return hash('sha256', named, 'buffer').subarray(0, 4);
}

function keyObject(key: NoteKey): KeyObject {
  const x = Buffer.from(key.publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
