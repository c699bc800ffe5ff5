import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses that a setting names, IPv4 and IPv6, single or as networks (CIDR, RFC 4632). */
export interface Networks {
  /** @param address - As `plainAddress` makes it; null, which nobody knows, is in no network. */
  has(address: string | null): boolean;
}

/** @param names - Such as `10.0.0.0/8`, `2001:db8::/32` or `192.0.2.7`; the settings have checked their form. */
export function networks(names: readonly string[]): Networks {
  const list = new BlockList();
  for (const name of names) {
    const [text = '', bits] = name.split('/');
    const address = plainAddress(text) ?? text;
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    // A network of IPv4-mapped addresses is one of IPv4 addresses, 96 bits shorter.
    else list.addSubnet(address, Number(bits) - (address === text ? 0 : 96), family);
  }
  return {
    has: (address) => address !== null && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'),
  };
}

/** An IPv4 client of a socket that speaks both is written `::ffff:192.0.2.7` (RFC 4291 §2.5.5.2). */
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** One spelling for each address: without zone, port or mapping. Null for what is no address. */
export function plainAddress(text: string | undefined): string | null {
  // Of nearly every request.
  if (text !== undefined && isIPv4(text)) return text;
  const bare =
    text
      ?.trim()
      .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
      .replace(/%.*$/, '') ?? '';
  const address = MAPPED.exec(bare)?.[1] ?? bare.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  return isIP(address) === 0 ? null : address;
}
