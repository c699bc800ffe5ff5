import { conceptOf } from './concept.ts';
import { idKey, type Conversion, type Reference } from './conversion.ts';
import { addressesOf, identifiersOf, namesOf, telecomsOf } from './person-parts.ts';
import { childOf, childrenOf, innerText, isNull, type XmlElement } from './xml-element.ts';

/** The author: a Practitioner, an Organization, or a device or patient by what is known. */
export function authorOf(
  author: XmlElement | undefined,
  conversion: Conversion,
): Reference | undefined {
  const assigned = childOf(author, 'assignedAuthor');
  const device = childOf(assigned, 'assignedAuthoringDevice');
  if (device === undefined) return participantOf(assigned, conversion);
  const display =
    innerText(childOf(device, 'softwareName')) ??
    innerText(childOf(device, 'manufacturerModelName'));
  return organizationOf(childOf(assigned, 'representedOrganization'), conversion) ?? named(display);
}

/** An assignedAuthor or assignedEntity as Practitioner, or as Organization if it names no person. */
export function participantOf(
  assigned: XmlElement | undefined,
  conversion: Conversion,
): Reference | undefined {
  if (assigned === undefined) return undefined;
  const person = childOf(assigned, 'assignedPerson');
  const organization = organizationOf(childOf(assigned, 'representedOrganization'), conversion);
  const name = namesOf(person);
  const identifier = identifiersOf(assigned);
  if (name.length === 0 && organization !== undefined) return organization;
  if (name.length === 0 && identifier.length === 0) return undefined;
  const qualification = conceptOf(childOf(assigned, 'code'), conversion.texts);
  const key = idKey(assigned) ?? innerText(childOf(person, 'name')) ?? '';
  return conversion.addOnce('Practitioner', key, {
    identifier,
    name,
    telecom: telecomsOf(assigned),
    address: addressesOf(assigned),
    qualification: qualification === undefined ? [] : [{ code: qualification }],
  });
}

/** An Organization, if there is a name or an identifier (invariant org-1). */
export function organizationOf(
  organization: XmlElement | undefined,
  conversion: Conversion,
): Reference | undefined {
  const name = innerText(childrenOf(organization, 'name').find((each) => !isNull(each)));
  const identifier = identifiersOf(organization);
  const key = idKey(organization) ?? name;
  if (organization === undefined || key === undefined) return undefined;
  if (name === undefined && identifier.length === 0) return undefined;
  return conversion.addOnce('Organization', key, {
    identifier,
    name,
    // Invariants org-2 and org-3: an organisation has no home.
    telecom: telecomsOf(organization).map(withoutHome),
    address: addressesOf(organization).map(withoutHome),
  });
}

function withoutHome(part: object): object {
  return 'use' in part && part.use === 'home' ? { ...part, use: undefined } : part;
}

function named(display: string | undefined): Reference | undefined {
  return display === undefined ? undefined : { display };
}
