import { endAllAccess } from './era-store.ts';
import { beginEra, signsOfRestore, type RestoreSigns } from './era.ts';
import { ringOf, type KeyWorkOptions } from './key-ring.ts';
import { rewrapPersonKeys } from './rewrap.ts';
import type { Vault } from './vault.ts';

/** What was done to a database that was put back, before anything of it was served. For a signed report. */
export interface RestoreResult {
  readonly at: string;
  /** Undefined when only the epochs told. */
  readonly signs: RestoreSigns | undefined;
  readonly sessionsEnded: number;
  readonly linksRevoked: number;
  readonly restrictionsApplied: number;
  readonly personKeys: number;
  readonly serviceKeys: number;
  /** The epoch that wraps everything now. */
  readonly to: string;
}

/** Does again what a restore has undone: who was erased is erased, who was suspended is suspended. */
export type ReplayRestrictions = (vault: Vault) => Promise<{ readonly applied: number }>;

/**
 * At every unlock. A database that is behind the key store was restored: its sessions and links end, and the
 * restrictions are replayed, before the new era says that it is up to date. A crash in between begins again.
 * @returns undefined when it is where it should be.
 */
export async function settleDatabase(
  vault: Vault,
  replay: ReplayRestrictions,
): Promise<RestoreResult | undefined> {
  const ring = ringOf(vault);
  const signs = await signsOfRestore(ring);
  if (signs === undefined) {
    // Also when nothing tells: a crash may have come between the list and the rows that it is about.
    await replay(vault);
    await beginEra(ring);
    return undefined;
  }
  const result = await endAccess(vault, replay, signs);
  await beginEra(ring);
  return { ...result, personKeys: 0, serviceKeys: 0 };
}

/**
 * For a vault that was opened with the private half: what was restored is made safe first, and then wrapped by the
 * active epoch. No epoch that is held gets a root's wrap again.
 */
export async function restoreDatabase(
  vault: Vault,
  replay: ReplayRestrictions,
  options: KeyWorkOptions = {},
): Promise<RestoreResult> {
  const ring = ringOf(vault);
  const ended = await endAccess(vault, replay, await signsOfRestore(ring));
  const serviceKeys = await ring.service.rewrap();
  const { rewrapped } = await rewrapPersonKeys(ring, options);
  await beginEra(ring);
  return { ...ended, serviceKeys, personKeys: rewrapped };
}

async function endAccess(
  vault: Vault,
  replay: ReplayRestrictions,
  signs: RestoreSigns | undefined,
): Promise<Omit<RestoreResult, 'personKeys' | 'serviceKeys'>> {
  const { db, now, epochs } = ringOf(vault);
  const ended = await db.transaction((tx) => endAllAccess(tx, now()));
  const { applied } = await replay(vault);
  return {
    at: now().toISOString(),
    signs,
    ...ended,
    restrictionsApplied: applied,
    to: epochs.active.key.id,
  };
}
