import { isStaff, type Role } from '@wardkeep/contract';
import { networks } from './networks.ts';

/** How long sessions live and how many one account may have, by settings. */
export interface SessionPolicy {
  /** Minutes after its last request in which a session still lives. */
  idleMinutes(role: Role): number;
  /** Sessions of one account at a time; the oldest ends when there is one more. */
  mostSessions(role: Role): number;
  /** Whether the role may be signed in from there; where its networks are not set, it may from everywhere. */
  allowsAddress(role: Role, address: string | null): boolean;
}

export interface SessionSettings {
  readonly staffIdleMinutes: number;
  readonly patientIdleMinutes: number;
  readonly staffMostSessions: number;
  readonly patientMostSessions: number;
}

/** Networks by role, as the settings name them. */
export type RoleNetworks = Readonly<Partial<Record<Role, readonly string[]>>>;

export function sessionPolicy(
  settings: SessionSettings,
  allowedByRole: RoleNetworks = {},
): SessionPolicy {
  const allowed = new Map(
    Object.entries(allowedByRole).map(([role, names]) => [role, networks(names)]),
  );
  return {
    allowsAddress: (role, address) => allowed.get(role)?.has(address) ?? true,
    idleMinutes: (role) =>
      isStaff(role) ? settings.staffIdleMinutes : settings.patientIdleMinutes,
    mostSessions: (role) =>
      isStaff(role) ? settings.staffMostSessions : settings.patientMostSessions,
  };
}

/** A sensitive action asks for a proof that is no older. */
export const FRESH_MS = 5 * 60_000;
