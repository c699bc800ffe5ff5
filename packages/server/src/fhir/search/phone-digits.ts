/** How many digits from the end two numbers must share, whether the country was written or not. */
export const PHONE_TAIL = 7;

/** The digits of a telephone number, without an extension and without `(0)`; none of a long text. */
export function phoneDigits(text: string): string {
  if (text.length > 64) return '';
  return text
    .normalize('NFKC')
    .replace(/\s*(?:x|ext\.?|#)\s*\d+$/i, '')
    .replace('(0)', '')
    .replaceAll(/\P{Nd}/gu, '');
}

/**
 * Whether two numbers may be the same telephone: they share their last digits, and one is the other
 * but for the country, an area code or the prefixes `00` and `0`. Fewer than {@link PHONE_TAIL}
 * digits are no number.
 */
export function samePhone(one: string, other: string): boolean {
  const [a, b] = [phoneDigits(one), phoneDigits(other)];
  if (a.length < PHONE_TAIL || a.slice(-PHONE_TAIL) !== b.slice(-PHONE_TAIL)) return false;
  return a.endsWith(withoutPrefix(b)) || b.endsWith(withoutPrefix(a));
}

function withoutPrefix(digits: string): string {
  return digits.replace(/^0+/, '');
}
