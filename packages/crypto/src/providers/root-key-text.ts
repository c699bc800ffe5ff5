import { CryptoError } from '../errors.ts';
import { keyBytes } from '../secret-key.ts';

/**
 * The 32 bytes of a root key that somebody wrote into a setting.
 *
 * @throws {@link CryptoError} `bad_input`, saying what to do, for anything but 32 bytes in hexadecimal
 * (64 digits), base64url or base64, and for bytes that no random generator gives in practice.
 */
export function readRootKeyText(text: string): Buffer {
  const bytes = decode(text.trim());
  if (bytes?.length !== keyBytes) {
    throw refusal('The root key must be 32 random bytes, in hexadecimal or base64.');
  }
  const weakness = weaknessOf(bytes);
  if (!weakness) return bytes;
  bytes.fill(0);
  throw refusal(`The root key is not random: ${weakness}.`);
}

function decode(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // 43 characters, and one `=` that may be left out: 32 bytes, if the last character is a possible one.
  const [, encoded] = /^([\w+/-]{43})=?$/.exec(text) ?? [];
  if (!encoded) return undefined;
  const bytes = Buffer.from(encoded, 'base64url');
  const canonical = encoded.replaceAll('+', '-').replaceAll('/', '_');
  return bytes.toString('base64url') === canonical ? bytes : undefined;
}

/**
 * Each is something that 32 random bytes show with a probability below 2^-32. What passes may still
 * be guessable: nothing can tell a hash of a password from random bytes.
 */
function weaknessOf(bytes: Buffer): string | undefined {
  const values = [...bytes];
  if (values.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'it is text';
  if (isPeriodic(values)) return 'it repeats itself';
  const steps = values.slice(1).map((byte, i) => (byte - (values[i] ?? 0)) & 0xff);
  if (new Set(steps).size < 12) return 'it counts';
  if (new Set(values).size < 16 || mostOften(values) > 8) return 'it has few different bytes';
  return undefined;
}

function isPeriodic(values: readonly number[]): boolean {
  const periods = Array.from({ length: values.length / 2 }, (_, i) => i + 1);
  return periods.some((period) => values.every((byte, i) => byte === values[i % period]));
}

function mostOften(values: readonly number[]): number {
  return Math.max(...values.map((byte) => values.filter((other) => other === byte).length));
}

function refusal(why: string): CryptoError {
  return new CryptoError('bad_input', `${why} Make one with: openssl rand -hex 32`);
}
