import { refusal, type ChartScope, type OpenedGrant } from '../../gate/index.ts';
import { endGrant, grantsOfPatient, lockGrant, type StoredGrant } from '../grants/index.ts';

/** By which the caller is here. @throws {@link Refusal} `not_found` for who is no guardian. */
export function guardianshipOf({ grants }: ChartScope): OpenedGrant {
  const own = grants.find(({ kind }) => kind === 'guardian');
  if (own === undefined) throw refusal('not_found');
  return own;
}

/** Those of a dependant that hold, locked in one order, so that two who step back at once do not both go. */
export async function lockGuardianships({
  tx,
  gate,
  personId,
}: Pick<ChartScope, 'tx' | 'gate' | 'personId'>): Promise<readonly StoredGrant[]> {
  const all = await grantsOfPatient(tx, gate.hashes, personId, ['guardian']);
  const ids = all.map(({ grantId }) => grantId).toSorted((a, b) => a.localeCompare(b));
  const held: StoredGrant[] = [];
  for (const grantId of ids) {
    const grant = await lockGrant(tx, gate.hashes, personId, grantId);
    if (grant?.state === 'active') held.push(grant);
  }
  return held;
}

/** Links to become a guardian that nobody has answered: they open nothing any more. After {@link lockGuardianships}. */
export async function endOffers(
  parts: Pick<ChartScope, 'tx' | 'gate' | 'now' | 'personId'>,
): Promise<void> {
  const { tx, gate, personId } = parts;
  const all = await grantsOfPatient(tx, gate.hashes, personId, ['guardian']);
  for (const { grantId } of all.filter(({ state }) => state === 'offered')) {
    const offered = await lockGrant(tx, gate.hashes, personId, grantId);
    if (offered?.state === 'offered') await endGrant(parts, offered, 'revoked');
  }
}
