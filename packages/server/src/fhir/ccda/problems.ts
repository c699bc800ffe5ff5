import { conceptOf, unknownConcept } from './concept.ts';
import { reasons, type Reference } from './conversion.ts';
import {
  authoredBy,
  conceptsAt,
  hasTemplate,
  isNegated,
  isStatedBy,
  relatedTo,
  relatedValue,
  sharedBy,
  statusOf,
  wordsOf,
  type Outcome,
  type Statement,
} from './statement.ts';
import { momentOf, periodOf } from './time.ts';
import { attributeOf, childOf, isNull, type XmlElement } from './xml-element.ts';

export const problemObservation = '2.16.840.1.113883.10.20.22.4.4';

/** A Problem Concern Act, a diagnosis act or a health concern: one Condition for each problem in it. */
export function takeProblems(act: Statement): Outcome {
  const problems = problemsIn(act);
  if (problems.length === 0) return { why: reasons.noContent };
  return { taken: problems.map((observation) => conditionOf(observation, act)) };
}

/** A Problem Observation that stands alone. */
export function takeProblem(observation: Statement): Outcome {
  return { taken: [conditionOf(observation, undefined)] };
}

/** The observations inside that state a problem. */
export function problemsIn(act: Statement): readonly Statement[] {
  return relatedTo(act).filter(
    (each) =>
      hasTemplate(each, problemObservation) ||
      (hasTemplate(act, ...problemActs) && isStatedBy(each, problemObservation)),
  );
}

/** Acts whose observations are problems also when these name no template. */
export const problemActs = [
  '2.16.840.1.113883.10.20.22.4.3', // Problem Concern Act
  '2.16.840.1.113883.10.20.22.4.33', // Hospital Discharge Diagnosis
  '2.16.840.1.113883.10.20.22.4.34', // Hospital Admission Diagnosis
  '2.16.840.1.113883.10.20.22.4.51', // Postprocedure Diagnosis
  '2.16.840.1.113883.10.20.22.4.65', // Preoperative Diagnosis
  '2.16.840.1.113883.10.20.22.4.80', // Encounter Diagnosis
] as const;

const problemStatus = '2.16.840.1.113883.10.20.22.4.6';

function conditionOf(observation: Statement, act: Statement | undefined): Reference {
  const { conversion, element, key } = observation;
  const { author, time } = { ...(act && authoredBy(act)), ...authoredBy(observation) };
  const during = childOf(element, 'effectiveTime');
  const onset = momentOf(during).dateTime ?? periodOf(during)?.start;
  const abatement = momentOf(during).dateTime === undefined ? periodOf(during)?.end : undefined;
  const isGeneral =
    isNegated(observation) && attributeOf(childOf(element, 'value'), 'code') === anyProblem;
  return conversion.add('Condition', key, {
    ...sharedBy(observation),
    clinicalStatus: coded('clinical', clinicalStatus(observation, act)),
    verificationStatus: coded(
      'ver-status',
      isNegated(observation) && !isGeneral ? 'refuted' : 'confirmed',
    ),
    category: [categoryOf(observation, act)],
    code: isGeneral
      ? noProblems
      : (conceptOf(valueOf(element), conversion.texts) ?? wordsOf(observation) ?? unknownConcept),
    bodySite: conceptsAt(observation, 'targetSiteCode'),
    subject: conversion.patient,
    onsetDateTime: onset,
    abatementDateTime: abatement,
    recordedDate: time,
    recorder: conversion.practitioner(author),
  });
}

const anyProblem = '55607006';
const noProblems = {
  coding: [
    {
      system: 'http://snomed.info/sct',
      code: '160245001',
      display: 'No current problems or disability',
    },
  ],
  text: 'No known problems',
};

function valueOf(element: XmlElement): XmlElement | undefined {
  const value = childOf(element, 'value');
  return attributeOf(value, 'nullFlavor') === 'NI' && value?.children.length === 0
    ? undefined
    : value;
}

/** Invariant con-4: what has an end is no longer active. */
function clinicalStatus(observation: Statement, act: Statement | undefined): string {
  const said = statuses.get(attributeOf(relatedValue(observation, problemStatus), 'code') ?? '');
  const end = childOf(observation.element, 'effectiveTime', 'high');
  // C-CDA: an end that is there but unknown (UNK) says that it is over.
  const hasEnd = end !== undefined && (!isNull(end) || attributeOf(end, 'nullFlavor') === 'UNK');
  if (hasEnd) return said !== undefined && overStatuses.has(said) ? said : 'resolved';
  if (said !== undefined) return said;
  const concern = act === undefined ? undefined : statusOf(act);
  const isDiagnosis = act !== undefined && !hasTemplate(act, problemActs[0]);
  if (isDiagnosis || concern === undefined || concern === 'active') return 'active';
  return 'inactive';
}

function categoryOf(observation: Statement, act: Statement | undefined): object {
  const isDiagnosis = act !== undefined && hasTemplate(act, ...problemActs.slice(1));
  if (!isDiagnosis && healthConcernSections.has(observation.section)) {
    const system = 'http://hl7.org/fhir/us/core/CodeSystem/condition-category';
    return { coding: [{ system, code: 'health-concern' }] };
  }
  return coded('category', isDiagnosis ? 'encounter-diagnosis' : 'problem-list-item');
}

const healthConcernSections: ReadonlySet<string> = new Set(['75310-3']);

function coded(kind: 'clinical' | 'ver-status' | 'category', code: string): object {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/condition-${kind}`, code }] };
}

const overStatuses: ReadonlySet<string> = new Set(['inactive', 'resolved', 'remission']);

const statuses: ReadonlyMap<string, string> = new Map([
  ['55561003', 'active'],
  ['73425007', 'inactive'],
  ['413322009', 'resolved'],
  ['277022003', 'remission'],
  ['255227004', 'recurrence'],
  ['263855007', 'relapse'],
]);
