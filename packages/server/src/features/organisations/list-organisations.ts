import { PersonId, listOrganisations as endpoint, type Role } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { ownPerson, peopleRoute, type AccountScope } from '../../gate/index.ts';
import { readAccounts } from '../accounts/index.ts';
import { nameOf } from './organisation-names.ts';
import { listOrganisations as readAll, membersOf } from './organisation-store.ts';

const MOST = 500;

/** Where staff work, for the administrator: account data only, one audit event for each person named. */
export const listOrganisations = peopleRoute({
  endpoint,
  opens: 'account',
  people: async ({ tx, caller, gate }) => {
    const organisations = await readAll(tx, MOST);
    const ids = organisations.map(({ organisationId }) => organisationId);
    const members = await membersOf(tx, gate.hashes, ids);
    // The caller too: an organisation that nobody works in yet is listed all the same.
    const own = ownPerson({ caller }) ?? [];
    return [...new Set([own, ...members.map(({ personId }) => personId)].flat())];
  },
  handle: async (scopes) => {
    const [first] = scopes;
    if (first === undefined) return { organisations: [] };
    const { tx, gate } = first;
    const organisations = await readAll(tx, MOST);
    const ids = organisations.map(({ organisationId }) => organisationId);
    const members = await membersOf(tx, gate.hashes, ids);
    const people = await named(scopes);
    return {
      organisations: organisations.map((organisation) => ({
        organisationId: organisation.organisationId,
        name: nameOf(gate, organisation),
        createdAt: organisation.createdAt.toISOString(),
        members: members
          .filter(({ organisationId }) => organisationId === organisation.organisationId)
          .flatMap(({ personId, since }) => {
            const person = people.get(personId);
            if (person === undefined) return [];
            return [{ ...person, personId: PersonId.parse(personId), since: since.toISOString() }];
          }),
      })),
    };
  },
});

async function named(
  scopes: readonly AccountScope[],
): Promise<ReadonlyMap<string, { readonly role: Role; readonly displayName: string }>> {
  const [first] = scopes;
  if (first === undefined) return new Map();
  const vaults = new Map(scopes.map(({ personId, vault }) => [personId, vault]));
  const accounts = await readAccounts(first.tx, [...vaults.keys()]);
  return new Map(
    accounts.flatMap(({ personId, role, profile }) => {
      const opened = vaults.get(personId)?.open(PROFILE_NAME, profile);
      return opened === undefined ? [] : [[personId, { role, displayName: opened.displayName }]];
    }),
  );
}
