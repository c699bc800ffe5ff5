import { conceptOf, unknownConcept, type CodeableConcept } from './concept.ts';
import { snomedUri } from './code-systems.ts';
import { reasons } from './conversion.ts';
import {
  authoredBy,
  conceptAt,
  hasTemplate,
  isNegated,
  isStatedBy,
  relatedTo,
  relatedValue,
  sharedBy,
  statusOf,
  type Outcome,
  type Statement,
} from './statement.ts';
import { beginningOf } from './time.ts';
import { attributeOf, childOf, isNull, type XmlElement } from './xml-element.ts';

/** An Allergy Concern Act: one AllergyIntolerance for each observation in it. */
export function takeAllergies(act: Statement): Outcome {
  const observations = relatedTo(act).filter((each) => isStatedBy(each, allergyObservation));
  if (observations.length === 0) return { why: reasons.noContent };
  const taken = observations.map((observation) => allergyOf(observation, act));
  return { taken };
}

export const allergyObservation = '2.16.840.1.113883.10.20.22.4.7';

/** An Allergy Observation that stands alone. */
export function takeAllergy(observation: Statement): Outcome {
  return { taken: [allergyOf(observation, undefined)] };
}

function allergyOf(observation: Statement, act: Statement | undefined) {
  const { conversion, key } = observation;
  const { author, time } = { ...(act && authoredBy(act)), ...authoredBy(observation) };
  const kind = kinds.get(attributeOf(childOf(observation.element, 'value'), 'code') ?? '');
  const agent = agentOf(observation);
  const isRefuted = isNegated(observation) && agent !== undefined;
  const code = agent ?? (isNegated(observation) ? noKnown(kind) : conceptAt(observation, 'value'));
  return conversion.add('AllergyIntolerance', key, {
    ...sharedBy(observation),
    clinicalStatus: clinicalStatus(observation, act),
    verificationStatus: coded('verification', isRefuted ? 'refuted' : 'confirmed'),
    type: kind?.type,
    category: kind?.category === undefined ? [] : [kind.category],
    criticality: criticalities.get(
      attributeOf(relatedValue(observation, criticality), 'code') ?? '',
    ),
    code: code ?? unknownConcept,
    patient: conversion.patient,
    onsetDateTime: beginningOf(childOf(observation.element, 'effectiveTime')),
    recordedDate: time,
    recorder: conversion.practitioner(author),
    reaction: relatedTo(observation)
      .filter((each) => hasTemplate(each, reaction))
      .filter((each) => !isNegated(each))
      .map(reactionOf),
  });
}

const criticality = '2.16.840.1.113883.10.20.22.4.145';
const reaction = '2.16.840.1.113883.10.20.22.4.9';
const severity = '2.16.840.1.113883.10.20.22.4.8';
const status = '2.16.840.1.113883.10.20.22.4.28';

function agentOf(observation: Statement): CodeableConcept | undefined {
  const entity = childOf(observation.element, 'participant', 'participantRole', 'playingEntity');
  const code = childOf(entity, 'code');
  return conceptOf(code, observation.conversion.texts) ?? nameOf(childOf(entity, 'name'));
}

function nameOf(name: XmlElement | undefined): CodeableConcept | undefined {
  return isNull(name) ? undefined : conceptOf(wrapped(name), new Map());
}

function wrapped(name: XmlElement | undefined): XmlElement | undefined {
  if (name === undefined) return undefined;
  const original = { ...name, name: 'originalText' };
  return { name: 'code', attributes: new Map(), children: [original] };
}

function clinicalStatus(observation: Statement, act: Statement | undefined): object {
  const said = statuses.get(attributeOf(relatedValue(observation, status), 'code') ?? '');
  if (said !== undefined) return coded('clinical', said);
  const concern = act === undefined ? undefined : statusOf(act);
  const isOver = concern === 'completed' || concern === 'aborted' || concern === 'suspended';
  return coded('clinical', isOver ? 'inactive' : 'active');
}

function coded(kind: 'clinical' | 'verification', code: string): object {
  const system = `http://terminology.hl7.org/CodeSystem/allergyintolerance-${kind}`;
  return { coding: [{ system, code }] };
}

function reactionOf(observation: Statement): object {
  return {
    manifestation: [conceptAt(observation, 'value') ?? unknownConcept],
    onset: beginningOf(childOf(observation.element, 'effectiveTime')),
    severity: severities.get(attributeOf(relatedValue(observation, severity), 'code') ?? ''),
  };
}

interface Kind {
  readonly type?: 'allergy' | 'intolerance';
  readonly category?: 'food' | 'medication' | 'environment';
}

// SNOMED CT, the value set "Allergy and Intolerance Type" of C-CDA.
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['416098002', { type: 'allergy', category: 'medication' }],
  ['414285001', { type: 'allergy', category: 'food' }],
  ['426232007', { type: 'allergy', category: 'environment' }],
  ['419199007', { type: 'allergy' }],
  ['59037007', { type: 'intolerance', category: 'medication' }],
  ['235719002', { type: 'intolerance', category: 'food' }],
  ['419511003', { category: 'medication' }],
  ['418471000', { category: 'food' }],
]);

function noKnown(kind: Kind | undefined): CodeableConcept {
  const [code, display] =
    kind?.category === 'medication'
      ? ['409137002', 'No known drug allergy']
      : kind?.category === 'food'
        ? ['429625007', 'No known food allergy']
        : ['716186003', 'No known allergy'];
  return { coding: [{ system: snomedUri, code, display }], text: display };
}

const statuses: ReadonlyMap<string, string> = new Map([
  ['55561003', 'active'],
  ['73425007', 'inactive'],
  ['413322009', 'resolved'],
]);

const severities: ReadonlyMap<string, string> = new Map([
  ['255604002', 'mild'],
  ['371923003', 'moderate'],
  ['6736007', 'moderate'],
  ['371924009', 'severe'],
  ['24484000', 'severe'],
  ['399166001', 'severe'],
]);

const criticalities: ReadonlyMap<string, string> = new Map([
  ['CRITL', 'low'],
  ['CRITH', 'high'],
  ['CRITU', 'unable-to-assess'],
]);
