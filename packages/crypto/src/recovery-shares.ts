import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type * as Shamir from 'shamir-secret-sharing';
import { CryptoError, notAuthentic } from './errors.ts';
import { readRecoveryText, writeRecoveryText } from './recovery-text.ts';
import { groupBytes, readShareText, writeShareText } from './recovery-share-text.ts';
import type { RecoveryShareLabel, RecoveryShareParts } from './recovery-share-text.ts';

/** `threshold` of `shares`: both 2 to 255, the first not above the second. */
export type RecoverySplit = { readonly shares: number; readonly threshold: number };

/**
 * Splits the private half of a recovery key: any `threshold` of the texts give it back, fewer say
 * nothing about it (docs/formats/recovery.md). Splitting anew makes a new group: shares of two
 * groups never mix, and old ones go on working, so gather and burn them.
 *
 * Needs the optional peer `shamir-secret-sharing`.
 *
 * @returns one text of 80 characters for each holder, in the order of their numbers.
 * @throws {@link CryptoError} `bad_input` for impossible numbers, `bad_format` if `privateText` has
 * a mistake in it, `unsupported` without the peer.
 */
export async function splitRecoveryKey(
  privateText: string,
  { shares, threshold }: RecoverySplit,
): Promise<string[]> {
  if (![shares, threshold].every(Number.isInteger) || threshold < 2 || threshold > shares) {
    throw new CryptoError('bad_input', 'It takes 2 shares or more, and no more than there are.');
  }
  if (shares > 255) throw new CryptoError('bad_input', 'There can be 255 shares at most.');
  const { split } = await loadShamir();
  const group = randomBytes(groupBytes).toString('hex');
  const secret = withProof(readRecoveryText(privateText), { group, threshold, shares });
  const points = await split(secret, shares, threshold);
  secret.fill(0);
  return points.map((point, i) => {
    const [x = 0, y] = [point.at(-1), point.subarray(0, -1)];
    const text = writeShareText({ group, threshold, shares, number: i + 1, x, y });
    point.fill(0);
    return text;
  });
}

/**
 * The private half, from `threshold` or more shares in any order. All that are given must agree.
 *
 * Needs the optional peer `shamir-secret-sharing`.
 *
 * @throws {@link CryptoError} `bad_format` for a mistake in a text (its message says in which, by
 * position), `shares_mixed`, `shares_duplicate`, `shares_too_few`, `not_authentic` if one of them
 * was forged, `unsupported` without the peer.
 */
export async function combineRecoveryShares(texts: readonly string[]): Promise<string> {
  const { combine } = await loadShamir();
  const [first, ...rest] = texts.map(readAt);
  if (!first) throw new CryptoError('shares_too_few', 'No recovery share was given.');
  const parts = [first, ...rest];
  checkTogether(first, parts);
  const points = parts.map(({ x, y }) => Uint8Array.of(...y, x));
  const secret = await combine(points);
  for (const bytes of [...points, ...parts.map(({ y }) => y)]) bytes.fill(0);
  try {
    return writeRecoveryText(withoutProof(secret, first));
  } finally {
    secret.fill(0);
  }
}

/**
 * What is printed on a share besides its text: to ask for the next one, and to say which is meant.
 *
 * @throws {@link CryptoError} `bad_format` if the text has a mistake in it.
 */
export function recoveryShareLabelOf(text: string): RecoveryShareLabel {
  const { group, threshold, shares, number } = readShareText(text);
  return { group, threshold, shares, number };
}

const proofBytes = 4;

async function loadShamir(): Promise<typeof Shamir> {
  try {
    return await import('shamir-secret-sharing');
  } catch (cause) {
    const message = 'Recovery shares need the package shamir-secret-sharing: install it.';
    throw new CryptoError('unsupported', message, { cause });
  }
}

function readAt(text: string, index: number): RecoveryShareParts {
  try {
    return readShareText(text);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    const message = `Share ${index + 1} of those given: ${error.message}`;
    throw new CryptoError(error.code, message, { cause: error });
  }
}

function checkTogether(first: RecoveryShareParts, parts: readonly RecoveryShareParts[]): void {
  const { group, threshold, shares } = first;
  const together = (other: RecoveryShareParts): boolean =>
    other.group === group && other.threshold === threshold && other.shares === shares;
  if (!parts.every(together)) {
    throw new CryptoError('shares_mixed', 'These recovery shares are of different groups.');
  }
  const distinct = (of: 'number' | 'x'): boolean =>
    new Set(parts.map((part) => part[of])).size === parts.length;
  if (!distinct('number') || !distinct('x')) {
    throw new CryptoError('shares_duplicate', 'A recovery share was given twice.');
  }
  if (parts.length < threshold) {
    const message = `It takes ${threshold} of these recovery shares; ${parts.length} were given.`;
    throw new CryptoError('shares_too_few', message);
  }
}

type Split = Pick<RecoveryShareLabel, 'group' | 'threshold' | 'shares'>;

/** Takes the bytes over. The proof is split with the secret: it tells a forged share. */
function withProof(secret: Buffer, split: Split): Uint8Array {
  try {
    return Uint8Array.of(...secret, ...proofOf(secret, split));
  } finally {
    secret.fill(0);
  }
}

function withoutProof(bytes: Uint8Array, split: Split): Uint8Array {
  const secret = bytes.subarray(0, -proofBytes);
  if (timingSafeEqual(proofOf(secret, split), bytes.subarray(-proofBytes))) return secret;
  throw notAuthentic();
}

function proofOf(secret: Uint8Array, { group, threshold, shares }: Split): Buffer {
  const hash = createHash('sha256').update('wardkeep recovery shares v1');
  hash.update(group, 'hex').update(Buffer.of(threshold, shares)).update(secret);
  return hash.digest().subarray(0, proofBytes);
}
