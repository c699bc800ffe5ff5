import type { ReplyOf, makeRecoveryKit } from '@wardkeep/contract';

export type Kit = ReplyOf<typeof makeRecoveryKit>;

/** The printed groups: what stands between spaces, hyphens or line ends. */
export function kitGroups(privateText: string): string[] {
  return privateText.split(/[\s-]+/).filter((group) => group !== '');
}

/**
 * Whether what somebody typed is the kit's last group. Crockford base32 reads I and L as 1, O as 0,
 * and does not care about case (https://www.crockford.com/base32.html).
 */
export function isLastGroup(typed: string, privateText: string): boolean {
  const last = kitGroups(privateText).at(-1);
  return last !== undefined && canonical(typed) === canonical(last);
}

function canonical(group: string): string {
  return group.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[IL]/g, '1').replaceAll('O', '0');
}
