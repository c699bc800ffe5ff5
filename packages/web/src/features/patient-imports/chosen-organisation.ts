import type { OwnOrganisations } from './own-organisations-query.ts';

/** The one that the address names, where one works there; else the only one there is. */
export function chosenOrganisation(
  organisations: OwnOrganisations,
  named: string | undefined,
): string | undefined {
  const found = organisations.find(({ organisationId }) => organisationId === named);
  if (found !== undefined) return found.organisationId;
  return organisations.length === 1 ? organisations[0]?.organisationId : undefined;
}
