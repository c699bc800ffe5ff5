import { z } from 'zod';

/** What a consent is given by: kinds of record that people know, each some FHIR resource types. */
export const RECORD_KINDS = [
  'allergies',
  'care-plans',
  'claims',
  'conditions',
  'documents',
  'encounters',
  'imaging',
  'immunizations',
  'medications',
  'procedures',
  'results',
  'other',
] as const;

export const RecordKind = z.enum(RECORD_KINDS);
export type RecordKind = z.infer<typeof RecordKind>;

/**
 * What most people would not show to everybody who may see the rest. A consent leaves these out unless it names them.
 * `restricted`: whatever its author marked as restricted (HL7 v3 Confidentiality R or V).
 */
export const SENSITIVITIES = [
  'mental-health',
  'substance-use',
  'reproductive-health',
  'hiv',
  'genetics',
  'violence',
  'restricted',
] as const;

export const Sensitivity = z.enum(SENSITIVITIES);
export type Sensitivity = z.infer<typeof Sensitivity>;

const TYPES: Readonly<Record<Exclude<RecordKind, 'other'>, readonly string[]>> = {
  allergies: ['AllergyIntolerance', 'AdverseEvent'],
  'care-plans': ['CarePlan', 'CareTeam', 'Goal', 'NutritionOrder', 'ServiceRequest', 'Task'],
  claims: ['Claim', 'ClaimResponse', 'Coverage', 'ExplanationOfBenefit', 'Account', 'Invoice'],
  conditions: ['Condition', 'ClinicalImpression', 'FamilyMemberHistory', 'Flag', 'RiskAssessment'],
  documents: ['Binary', 'Composition', 'DocumentManifest', 'DocumentReference', 'Media'],
  encounters: ['Appointment', 'Encounter', 'EpisodeOfCare'],
  imaging: ['ImagingStudy'],
  immunizations: ['Immunization', 'ImmunizationEvaluation', 'ImmunizationRecommendation'],
  medications: [
    'Medication',
    'MedicationAdministration',
    'MedicationDispense',
    'MedicationRequest',
    'MedicationStatement',
  ],
  procedures: ['Device', 'DeviceUseStatement', 'Procedure', 'SupplyDelivery'],
  results: ['DiagnosticReport', 'Observation', 'QuestionnaireResponse', 'Specimen'],
};

const KIND_OF = new Map<string, RecordKind>(
  // `as`: the keys of the record above
  (Object.entries(TYPES) as [RecordKind, readonly string[]][]).flatMap(([kind, types]) =>
    types.map((type) => [type, kind] as const),
  ),
);

/** The kind of a FHIR resource type; `Patient` is of none, whoever may see anything sees whose it is. */
export function kindOf(resourceType: string): RecordKind {
  return KIND_OF.get(resourceType) ?? 'other';
}
