/**
 * The URI by which FHIR names a code system that C-CDA names by OID
 * (terminology.hl7.org's registry of identifiers); others as `urn:oid:`, as R4 §2.6.8.1 asks.
 */
export function codeSystemUri(oid: string): string | undefined {
  const known = uris.get(oid);
  if (known !== undefined) return known;
  if (isOid(oid)) return `urn:oid:${oid}`;
  return isUuid(oid) ? `urn:uuid:${oid.toLowerCase()}` : undefined;
}

/** The same for identifier systems: the ones that have a URI of their own, else `urn:oid:` or `urn:uuid:`. */
export function identifierSystemUri(root: string): string | undefined {
  return identifierUris.get(root) ?? codeSystemUri(root);
}

export function isOid(text: string): boolean {
  return /^[0-2](?:\.(?:0|[1-9][0-9]*))+$/.test(text);
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

const v3 = (name: string) => `http://terminology.hl7.org/CodeSystem/v3-${name}`;

export const loincUri = 'http://loinc.org';
export const snomedUri = 'http://snomed.info/sct';
export const actCodeUri = v3('ActCode');
const icd9 = 'http://hl7.org/fhir/sid/icd-9-cm';

const uris: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.113883.6.1', loincUri],
  ['2.16.840.1.113883.6.96', snomedUri],
  ['2.16.840.1.113883.6.88', 'http://www.nlm.nih.gov/research/umls/rxnorm'],
  ['2.16.840.1.113883.6.69', 'http://hl7.org/fhir/sid/ndc'],
  ['2.16.840.1.113883.12.292', 'http://hl7.org/fhir/sid/cvx'],
  ['2.16.840.1.113883.6.59', 'http://hl7.org/fhir/sid/cvx'],
  ['2.16.840.1.113883.12.227', 'http://terminology.hl7.org/CodeSystem/MVX'],
  ['2.16.840.1.113883.6.90', 'http://hl7.org/fhir/sid/icd-10-cm'],
  ['2.16.840.1.113883.6.4', 'http://www.cms.gov/Medicare/Coding/ICD10'],
  ['2.16.840.1.113883.6.3', 'http://hl7.org/fhir/sid/icd-10'],
  ['2.16.840.1.113883.6.103', icd9],
  ['2.16.840.1.113883.6.104', icd9],
  ['2.16.840.1.113883.6.2', icd9],
  ['2.16.840.1.113883.6.42', 'http://hl7.org/fhir/sid/icd-9'],
  ['2.16.840.1.113883.6.12', 'http://www.ama-assn.org/go/cpt'],
  ['2.16.840.1.113883.6.285', 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'],
  ['2.16.840.1.113883.6.13', 'http://www.ada.org/cdt'],
  ['2.16.840.1.113883.6.8', 'http://unitsofmeasure.org'],
  ['2.16.840.1.113883.3.26.1.1', 'http://ncithesaurus-stage.nci.nih.gov'],
  ['2.16.840.1.113883.6.101', 'http://nucc.org/provider-taxonomy'],
  ['2.16.840.1.113883.6.238', 'urn:oid:2.16.840.1.113883.6.238'],
  [
    '2.16.840.1.113883.6.259',
    'https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html',
  ],
  ['2.16.840.1.113883.3.221.5', 'https://nahdo.org/sopt'],
  ['2.16.840.1.113883.4.9', 'http://fdasis.nlm.nih.gov'],
  ['2.16.840.1.113883.3.26.1.5', 'http://hl7.org/fhir/ndfrt'],
  ['1.2.840.10008.2.16.4', 'http://dicom.nema.org/resources/ontology/DCM'],
  ['2.16.840.1.113883.6.316', 'urn:ietf:bcp:47'],
  ['2.16.840.1.113883.5.1', v3('AdministrativeGender')],
  ['2.16.840.1.113883.5.2', v3('MaritalStatus')],
  ['2.16.840.1.113883.5.4', actCodeUri],
  ['2.16.840.1.113883.5.6', v3('ActClass')],
  ['2.16.840.1.113883.5.7', v3('ActPriority')],
  ['2.16.840.1.113883.5.8', v3('ActReason')],
  ['2.16.840.1.113883.5.25', v3('Confidentiality')],
  ['2.16.840.1.113883.5.60', v3('LanguageAbilityMode')],
  ['2.16.840.1.113883.5.61', v3('LanguageAbilityProficiency')],
  ['2.16.840.1.113883.5.83', v3('ObservationInterpretation')],
  ['2.16.840.1.113883.5.84', v3('ObservationMethod')],
  ['2.16.840.1.113883.5.85', v3('ParticipationMode')],
  ['2.16.840.1.113883.5.88', v3('ParticipationFunction')],
  ['2.16.840.1.113883.5.90', v3('ParticipationType')],
  ['2.16.840.1.113883.5.110', v3('RoleClass')],
  ['2.16.840.1.113883.5.111', v3('RoleCode')],
  ['2.16.840.1.113883.5.112', v3('RouteOfAdministration')],
  ['2.16.840.1.113883.5.139', v3('TimingEvent')],
  ['2.16.840.1.113883.5.140', v3('TimingEvent')],
  ['2.16.840.1.113883.5.1008', v3('NullFlavor')],
  ['2.16.840.1.113883.5.1063', v3('SeverityObservation')],
  ['2.16.840.1.113883.5.1076', v3('ReligiousAffiliation')],
  ['2.16.840.1.113883.12.112', 'http://terminology.hl7.org/CodeSystem/v2-0112'],
  ['2.16.840.1.113883.18.108', 'http://terminology.hl7.org/CodeSystem/v2-0203'],
]);

const identifierUris: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.113883.4.6', 'http://hl7.org/fhir/sid/us-npi'],
  ['2.16.840.1.113883.4.1', 'http://hl7.org/fhir/sid/us-ssn'],
]);
