/** From the first wrong guess on, whatever follows it. */
export const WINDOW_MS = 15 * 60_000;

/** Of anything that is counted here; what is older decides nothing. */
export const LONGEST_WINDOW_MS = 60 * 60_000;

/** Guesses that are looked at within a window. */
export const MOST = { account: 10, device: 10, address: 100 } as const;

/** Whole seconds until a full count is forgotten; at least one. */
export function retryAfterS(since: Date, now: Date): number {
  return Math.max(1, Math.ceil((since.getTime() + WINDOW_MS - now.getTime()) / 1000));
}

/**
 * What one client can have only one of: an IPv4 address, or the first half of an IPv6 one, since the other half is
 * the client's to choose (RFC 4291 §2.5.4). An IPv4 address in an IPv6 one counts as itself.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [before = '', after] = (address.split('%')[0] ?? '').split('::');
  const head = groupsOf(before);
  const tail = groupsOf(after ?? '');
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  if (text === '') return [];
  // The last one may be written as an IPv4 address, which stands for two.
  return text
    .split(':')
    .flatMap((group) =>
      group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)],
    );
}
