import { randomUUID } from 'node:crypto';
import { grantName } from '../../db/sealed-columns.ts';
import type { GrantDetail, GrantState } from '../../db/schema.ts';
import type { ChartScope } from '../../gate/index.ts';
import { revokeSharesUnder } from '../sharing/index.ts';
import { grantsBelow, insertGrant, updateGrant, type StoredGrant } from './grant-store.ts';
import type { Grant, GrantRow } from './grant-rows.ts';

/** Makes a grant of this scope's patient, at version 1, in its transaction. */
export async function makeGrant(
  scope: ChartScope,
  given: Omit<GrantRow, 'patientId' | 'grantId' | 'version' | 'createdAt'> & {
    readonly grantId?: string;
    readonly detail: GrantDetail;
    /** The caller's own, that lets them make this one; its parent unless said. */
    readonly by?: string;
  },
): Promise<Grant> {
  const { detail, by = given.parentId, grantId = randomUUID(), ...rest } = given;
  const sealed = scope.vault.seal(grantName(grantId, 1), detail);
  const { personId: patientId, now: createdAt } = scope;
  const grant = { ...rest, patientId, grantId, version: 1, createdAt };
  await insertGrant(scope.tx, scope.gate.hashes, { ...grant, sealed });
  // A colleague's is a part of the team's: whoever holds that may add to it, and to nothing else.
  scope.wrote({ type: 'Grant', id: by ?? grantId, version: 1 }, sealed);
  return { ...grant, detail };
}

/** What it covers changes: its next version, sealed anew. */
export async function reviseGrant(
  scope: ChartScope,
  grant: StoredGrant,
  change: { readonly detail: GrantDetail; readonly validUntil: Date | null },
): Promise<Grant> {
  const { detail, validUntil } = change;
  const version = grant.version + 1;
  const sealed = scope.vault.seal(grantName(grant.grantId, version), detail);
  await updateGrant(scope.tx, scope.gate.hashes, { ...grant, version, validUntil, sealed });
  // As above: what a colleague holds changes with the team's.
  scope.wrote({ type: 'Grant', id: grant.parentId ?? grant.grantId, version }, sealed);
  return { ...grant, version, validUntil, detail };
}

/** Somebody's answer, or the end: what it covers stays as it was. */
export async function moveGrant(
  parts: Pick<ChartScope, 'tx' | 'gate'>,
  grant: StoredGrant,
  to: Partial<Pick<GrantRow, 'granteeId' | 'organisationId' | 'pseudonym' | 'validFrom'>> & {
    readonly state: GrantState;
  },
): Promise<StoredGrant> {
  const moved = { ...grant, ...to };
  await updateGrant(parts.tx, parts.gate.hashes, moved);
  return moved;
}

/**
 * Ends a grant with all that it made possible: colleagues' grants below it, and the share links made under any of them.
 * The gate reads the grant with each request, so the next one finds none.
 */
export async function endGrant(
  parts: Pick<ChartScope, 'tx' | 'gate' | 'now'>,
  grant: StoredGrant,
  state: Extract<GrantState, 'declined' | 'revoked' | 'left'>,
): Promise<void> {
  const { tx, gate, now } = parts;
  const below = await grantsBelow(tx, gate.hashes, grant.patientId, grant.grantId);
  for (const each of [grant, ...below]) await moveGrant(parts, each, { state });
  const ids = [grant, ...below].map(({ grantId }) => grantId);
  await revokeSharesUnder(tx, grant.patientId, ids, now);
}

/** Opens the detail of a grant for who may see it whole: the patient and their guardians. */
export function openGrant(scope: ChartScope, grant: StoredGrant): Grant {
  const name = grantName(grant.grantId, grant.version);
  return { ...grant, detail: scope.vault.open(name, grant.sealed) };
}
