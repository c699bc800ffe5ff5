import { passesLuhn, passesVerhoeff } from './check-digits.ts';
import { isUcum } from './ucum.ts';

/**
 * Code systems whose codes are shown to those who see no free text, and how a code of each looks: a code that does not is
 * not shown. Large systems by their form, check digit included where they have one; small ones by their codes.
 */
const set = (codes: string): ((code: string) => boolean) => {
  const all = new Set(codes.split(' '));
  return (code) => all.has(code);
};
const form =
  (pattern: RegExp) =>
  (code: string): boolean =>
    pattern.test(code);

const HL7 = 'http://terminology.hl7.org/CodeSystem';
export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const CVX = 'http://hl7.org/fhir/sid/cvx';
export const ATC = 'http://www.whocc.no/atc';
export const ICD10 = 'http://hl7.org/fhir/sid/icd-10';
export const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm';
export const ICD10GM = 'http://fhir.de/CodeSystem/bfarm/icd-10-gm';
export const ICD9CM = 'http://hl7.org/fhir/sid/icd-9-cm';
export const UCUM = 'http://unitsofmeasure.org';
export const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
export const ACT_CODE = `${HL7}/v3-ActCode`;
export const CONFIDENTIALITY = `${HL7}/v3-Confidentiality`;

const isIcd10 = form(/^[A-Z]\d[0-9AB](\.(\d[0-9A-Z]{0,3}|[A-Z]))?$/);

const TERMINOLOGIES: ReadonlyMap<string, (code: string) => boolean> = new Map([
  [LOINC, (code) => /^\d{1,7}-\d$/.test(code) && passesLuhn(code.replace('-', ''))],
  [SNOMED, (code) => /^[1-9]\d{5,17}$/.test(code) && passesVerhoeff(code)],
  [RXNORM, form(/^[1-9]\d{0,7}$/)],
  [CVX, form(/^\d{1,3}$/)],
  [ATC, form(/^[A-Z]\d{2}([A-Z]([A-Z](\d{2})?)?)?$/)],
  [ICD10, isIcd10],
  [ICD10CM, isIcd10],
  [ICD10GM, isIcd10],
  [UCUM, isUcum],
  [
    DICOM,
    set(
      'AR AU BDUS BI BMD CR CT DG DX ECG EPS ES GM HC HD IO IVOCT IVUS KER KO LEN LS MG MR NM OAM OCT OP OPM OPT OPV OSS OT PR PT PX REG RESP RF RG RTDOSE RTIMAGE RTPLAN RTRECORD RTSTRUCT SEG SM SMR SR SRF TG US VA XA XC',
    ),
  ],
  // Classes of encounter; the system holds sensitivity labels too, which are not data of a record.
  [ACT_CODE, set('AMB EMER FLD HH IMP ACUTE NONAC OBSENC PRENC SS VR')],
  [`${HL7}/condition-clinical`, set('active recurrence relapse inactive remission resolved')],
  [
    `${HL7}/condition-ver-status`,
    set('unconfirmed provisional differential confirmed refuted entered-in-error'),
  ],
  [`${HL7}/condition-category`, set('problem-list-item encounter-diagnosis')],
  [`${HL7}/allergyintolerance-clinical`, set('active inactive resolved')],
  [
    `${HL7}/allergyintolerance-verification`,
    set('unconfirmed confirmed refuted entered-in-error presumed'),
  ],
  [
    `${HL7}/observation-category`,
    set('social-history vital-signs imaging laboratory procedure survey exam therapy activity'),
  ],
  [
    `${HL7}/v3-ObservationInterpretation`,
    set(
      '< > A AA B CAR D DET E EXP H HH HU HX I IE IND L LL LU LX N ND NEG NR NS POS R RR S SDD SYN-R SYN-S U UNE W WR',
    ),
  ],
  [
    `${HL7}/data-absent-reason`,
    set(
      'unknown asked-unknown temp-unknown not-asked asked-declined masked not-applicable unsupported as-text error not-a-number negative-infinity positive-infinity not-performed not-permitted',
    ),
  ],
  [
    `${HL7}/v2-0074`,
    set(
      'AU BG BLB CG CH CP CT CTH CUS EC EN GE HM ICU IMM LAB MB MCB MYC NMR NMS NRS OSL OT OTH OUS PAR PAT PF PHR PHY PT RAD RC RT RUS RX SP SR TX URN VR VUS XRC',
    ),
  ],
  [`${HL7}/dose-rate-type`, set('calculated ordered')],
  [`${HL7}/diagnosis-role`, set('AD DD CC CM pre-op post-op billing')],
  [
    `${HL7}/goal-achievement`,
    set(
      'in-progress improving worsening no-change achieved sustaining not-achieved no-progress not-attainable',
    ),
  ],
  [`${HL7}/medicationrequest-category`, set('inpatient outpatient community discharge')],
  [
    `${HL7}/discharge-disposition`,
    set('home alt-home other-hcf hosp long aadvice exp psy rehab snf oth'),
  ],
  ['http://www.nubc.org/patient-discharge', form(/^\d{2}$/)],
  [`${HL7}/claim-type`, set('institutional oral pharmacy professional vision')],
  [
    `${HL7}/adjudication`,
    set('submitted copay eligible deductible unallocdeduct eligpercent tax benefit'),
  ],
  [
    `${HL7}/ex-diagnosistype`,
    set(
      'admitting clinical differential discharge laboratory nursing prenatal principal radiology remote retrospective self',
    ),
  ],
  [`${HL7}/ex-serviceplace`, form(/^\d{2}$/)],
  [`${HL7}/processpriority`, set('stat normal deferred')],
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['urn:oid:2.16.840.1.113883.6.1', LOINC],
  ['urn:oid:2.16.840.1.113883.6.96', SNOMED],
  ['urn:oid:2.16.840.1.113883.6.88', RXNORM],
  ['urn:oid:2.16.840.1.113883.12.292', CVX],
  ['urn:oid:2.16.840.1.113883.6.73', ATC],
  ['http://fhir.de/CodeSystem/bfarm/atc', ATC],
  ['urn:oid:2.16.840.1.113883.6.3', ICD10],
  ['urn:oid:2.16.840.1.113883.6.90', ICD10CM],
  ['urn:oid:1.2.276.0.76.5.311', ICD10GM],
  ['http://fhir.de/CodeSystem/dimdi/icd-10-gm', ICD10GM],
  ['urn:oid:2.16.840.1.113883.6.103', ICD9CM],
  ['urn:oid:2.16.840.1.113883.6.8', UCUM],
  ['urn:oid:1.2.840.10008.2.16.4', DICOM],
  ['urn:oid:2.16.840.1.113883.5.4', ACT_CODE],
  ['http://hl7.org/fhir/v3/ActCode', ACT_CODE],
  ['urn:oid:2.16.840.1.113883.5.25', CONFIDENTIALITY],
  ['http://hl7.org/fhir/v3/Confidentiality', CONFIDENTIALITY],
]);

/** One name for each system that has several; a version or an edition of SNOMED CT after it is left out. */
export function systemOf(written: string): string {
  const bar = written.indexOf('|');
  const named = bar < 0 ? written : written.slice(0, bar);
  if (named.startsWith(`${SNOMED}/`)) return SNOMED;
  return ALIASES.get(named) ?? named;
}

/** Whether these are a system that is known and a code that looks like one of it. */
export function isKnownCode(system: string, code: string): boolean {
  return TERMINOLOGIES.get(system)?.(code) === true;
}
