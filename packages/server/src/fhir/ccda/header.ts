import { conceptOf } from './concept.ts';
import { organizationOf } from './people.ts';
import type { Conversion } from './conversion.ts';
import {
  addressesOf,
  deathOf,
  genderOf,
  identifiersOf,
  namesOf,
  telecomsOf,
} from './person-parts.ts';
import { dateOf } from './time.ts';
import { attributeOf, childOf, childrenOf, isNull, type XmlElement } from './xml-element.ts';

/** The patient of the header's recordTarget; without one a Patient of whom nothing is known. */
export function takePatient(recordTarget: XmlElement | undefined, conversion: Conversion): void {
  const role = childOf(recordTarget, 'patientRole');
  const patient = childOf(role, 'patient');
  const provider = organizationOf(childOf(role, 'providerOrganization'), conversion);
  conversion.addOnce('Patient', 'recordTarget', {
    extension: [...raceExtensions(patient, conversion), ...birthplaceOf(patient)],
    identifier: identifiersOf(role),
    name: namesOf(patient),
    telecom: telecomsOf(role),
    gender: genderOf(childOf(patient, 'administrativeGenderCode')),
    birthDate: dateOf(childOf(patient, 'birthTime')),
    ...deathOf(patient),
    address: addressesOf(role),
    maritalStatus: conceptOf(childOf(patient, 'maritalStatusCode'), conversion.texts),
    contact: childrenOf(patient, 'guardian').flatMap((guardian) => contactOf(guardian, conversion)),
    communication: childrenOf(patient, 'languageCommunication').flatMap(communicationOf),
    managingOrganization: provider,
  });
}

function communicationOf(communication: XmlElement): readonly object[] {
  const code = attributeOf(childOf(communication, 'languageCode'), 'code');
  if (code === undefined) return [];
  const preferred = attributeOf(childOf(communication, 'preferenceInd'), 'value');
  return [
    {
      language: { coding: [{ system: 'urn:ietf:bcp:47', code }] },
      preferred: preferred === 'true' ? true : undefined,
    },
  ];
}

/** Invariant pat-1: a contact has at least a name, a telephone or an address. */
function contactOf(guardian: XmlElement, conversion: Conversion): readonly object[] {
  const [name] = namesOf(childOf(guardian, 'guardianPerson'));
  const telecom = telecomsOf(guardian);
  const [address] = addressesOf(guardian);
  if (name === undefined && telecom.length === 0 && address === undefined) return [];
  const relationship = conceptOf(childOf(guardian, 'code'), conversion.texts);
  return [
    { relationship: relationship === undefined ? [] : [relationship], name, telecom, address },
  ];
}

const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition';

/** Race and ethnicity as US Core says them. */
function raceExtensions(
  patient: XmlElement | undefined,
  conversion: Conversion,
): readonly object[] {
  return (['race', 'ethnicity'] as const).flatMap((kind) => {
    const broad = kind === 'race' ? 'raceCode' : 'ethnicGroupCode';
    const codes = (name: string) =>
      childrenOf(patient, name)
        .filter((code) => !isNull(code))
        .map((code) => conceptOf(code, conversion.texts))
        .filter((code) => code !== undefined);
    const ombCategory = codes(broad);
    const detailed = codes(`sdtc:${broad}`);
    const texts = [...ombCategory, ...detailed].map((code) => code.text ?? code.coding?.[0]?.code);
    if (texts.length === 0) return [];
    const part = (url: string) => (code: { coding?: readonly object[] }) => ({
      url,
      valueCoding: code.coding?.[0],
    });
    return [
      {
        url: `${usCore}/us-core-${kind}`,
        extension: [
          ...ombCategory.map(part('ombCategory')),
          ...detailed.map(part('detailed')),
          { url: 'text', valueString: texts.filter((text) => text !== undefined).join(', ') },
        ],
      },
    ];
  });
}

function birthplaceOf(patient: XmlElement | undefined): readonly object[] {
  const [valueAddress] = addressesOf(childOf(patient, 'birthplace', 'place'));
  if (valueAddress === undefined) return [];
  return [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress }];
}
