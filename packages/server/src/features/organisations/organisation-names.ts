import type { Tx } from '../../db/tx.ts';
import { membershipsOf, type AccountTools } from '../../gate/index.ts';
import { readOrganisations, type StoredOrganisation } from './organisation-store.ts';

type Tools = Pick<AccountTools, 'hashes' | 'sealing'>;

/** Where somebody works now, in the order in which the organisations were made. */
export async function organisationsOf(
  tx: Tx,
  gate: Tools,
  personId: string,
): Promise<readonly { readonly organisationId: string; readonly name: string }[]> {
  const memberships = await membershipsOf(tx, gate.hashes, personId);
  const ids = memberships.map(({ organisationId }) => organisationId);
  const found = await readOrganisations(tx, ids);
  return found.map((organisation) => ({
    organisationId: organisation.organisationId,
    name: nameOf(gate, organisation),
  }));
}

/** By id; what is unknown is missing. */
export async function organisationNames(
  tx: Tx,
  gate: Tools,
  organisationIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await readOrganisations(tx, [...new Set(organisationIds)]);
  return new Map(found.map((each) => [each.organisationId, nameOf(gate, each)]));
}

/** Whether they work there now. */
export async function isMember(
  tx: Tx,
  gate: Pick<Tools, 'hashes'>,
  { organisationId, personId }: { readonly organisationId: string; readonly personId: string },
): Promise<boolean> {
  const memberships = await membershipsOf(tx, gate.hashes, personId);
  return memberships.some((each) => each.organisationId === organisationId);
}

/** @throws CryptoError `not_authentic` when the row was altered. */
export function nameOf(gate: Pick<Tools, 'sealing'>, organisation: StoredOrganisation): string {
  return gate.sealing.open(organisationPlace(organisation), organisation.sealed).name;
}

/** A name lives where its organisation does, under the key of the day on which that was made. */
export function organisationPlace({
  organisationId,
  createdAt,
}: Pick<StoredOrganisation, 'organisationId' | 'createdAt'>) {
  return { name: `organisation/${organisationId}`, day: createdAt };
}
