import { createHash, createPublicKey, verify } from 'node:crypto';
import { CliError } from './cli-error.ts';

/** C2SP signed-note, Ed25519 (type 0x01): https://c2sp.org/signed-note */

interface VerifierKey {
  readonly name: string;
  readonly id: Buffer;
  readonly publicKey: Buffer;
}

const ED25519 = 0x01;
const DASH = '\u2014';

/**
 * The text that the key has signed.
 * @param verifierKey - `name+id+key`, as `keys report list` prints it and the C2SP tools take it.
 * @throws {@link CliError} `bad_signature` unless exactly this key signed exactly this text; `usage` for another key
 */
export function openNote(note: string, verifierKey: string): { name: string; text: string } {
  const key = parseKey(verifierKey);
  const end = note.lastIndexOf('\n\n') + 1;
  if (end < 1) throw badSignature('This is no signed note.');
  const text = note.slice(0, end);
  const signatures = note
    .slice(end + 1)
    .split('\n')
    .filter((line) => line.startsWith(`${DASH} ${key.name} `))
    .map((line) => canonical(line.slice(line.lastIndexOf(' ') + 1)))
    .filter((bytes) => bytes.subarray(0, 4).equals(key.id));
  if (signatures.length === 0) {
    throw badSignature(`${key.name} has not signed this, or not with this key.`);
  }
  const x = key.publicKey.toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const holds = signatures.every((bytes) =>
    verify(null, Buffer.from(text), publicKey, bytes.subarray(4)),
  );
  if (holds) return { name: key.name, text };
  throw badSignature('The signature does not hold: the report was changed after it was signed.');
}

/** Nothing for another spelling of the same bytes: a note has one. */
function canonical(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : Buffer.alloc(0);
}

/** The verifier key of the same signer under another name: a log is signed under its own. */
export function keyNamed(name: string, verifierKey: string): string {
  const typed = Buffer.concat([Buffer.of(ED25519), parseKey(verifierKey).publicKey]);
  return `${name}+${keyId(name, typed).toString('hex')}+${typed.toString('base64')}`;
}

function keyId(name: string, typed: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
}

function parseKey(text: string): VerifierKey {
  const [, name, id, encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([\w+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (name === undefined || id === undefined || bytes.length !== 33 || bytes[0] !== ED25519) {
    throw new CliError(
      'usage',
      '--key must be NAME+ID+KEY, as wardkeep keys report list prints it.',
    );
  }
  const named = keyId(name, bytes);
  if (named.toString('hex') !== id) {
    throw new CliError('usage', '--key holds a mistake: its id is not that of its name and key.');
  }
  return { name, id: named, publicKey: bytes.subarray(1) };
}

function badSignature(message: string): CliError {
  return new CliError('bad_signature', message);
}
