/** In an e-mail there is room for this much of it. */
const MOST = 60;

/**
 * A name that somebody chose, for an e-mail that goes to whom they like: words only. Nothing of it is a link or an address,
 * so that nobody writes a message of their own in ours.
 */
export function spoken(label: string): string {
  const words = label
    .normalize('NFKC')
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(/[/\\:@<>[\]()|#?=&%]+/g, ' ')
    // A mail program makes a link of what looks like a domain.
    .replaceAll(/[.。．](?=[^\s])/gu, '. ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return Array.from(words).slice(0, MOST).join('').trim();
}
