import { conceptOf, type CodeableConcept } from './concept.ts';
import { actCodeUri, loincUri } from './code-systems.ts';
import { reasons, type Reference } from './conversion.ts';
import { observationValue } from './observation-value.ts';
import { quantityOf, rangeOf } from './quantity.ts';
import {
  authoredBy,
  conceptAt,
  conceptsAt,
  hasTemplate,
  isNegated,
  membersOf,
  moodOf,
  performersOf,
  sharedBy,
  statusOf,
  wordsOf,
  type Outcome,
  type Statement,
} from './statement.ts';
import { instantOf, momentOf, type Period } from './time.ts';
import { attributeOf, childOf, childrenOf, innerText, isNull } from './xml-element.ts';

/** Any observation that a Condition or an AllergyIntolerance is not made of. */
export function takeObservation(statement: Statement): Outcome {
  if (isNegated(statement)) return { why: reasons.negated };
  if (moodOf(statement) !== 'EVN') return { why: reasons.unsupported };
  const taken = observationOf(statement, undefined);
  return taken === undefined ? { why: reasons.noContent } : { taken: [taken] };
}

/** A Result Organizer: its observations, and a DiagnosticReport that names them. */
export function takeResults(organizer: Statement): Outcome {
  const results = memberObservations(organizer);
  if (results.length === 0) return { why: reasons.noContent };
  const { conversion, element, key } = organizer;
  const when = momentOf(childOf(element, 'effectiveTime'));
  const report = conversion.add('DiagnosticReport', key, {
    ...identifierOnly(organizer),
    status: statuses.get(statusOf(organizer) ?? '') ?? 'unknown',
    category: [coded('http://terminology.hl7.org/CodeSystem/v2-0074', 'LAB')],
    code: conceptAt(organizer, 'code') ?? { text: 'Results' },
    subject: conversion.patient,
    effectiveDateTime: when.dateTime,
    effectivePeriod: when.period,
    performer: performersOf(organizer),
    result: results,
  });
  return { taken: [...results, report] };
}

/** Any other group of observations (vital signs, functional status …). */
export function takeObservations(organizer: Statement): Outcome {
  const taken = memberObservations(organizer);
  return taken.length === 0 ? { why: reasons.noContent } : { taken };
}

function memberObservations(organizer: Statement): readonly Reference[] {
  const when = momentOf(childOf(organizer.element, 'effectiveTime'));
  return membersOf(organizer)
    .flatMap((member) => (member.element.name === 'organizer' ? membersOf(member) : [member]))
    .filter((member) => member.element.name === 'observation' && !isNegated(member))
    .map((member) => observationOf(member, when))
    .filter((each) => each !== undefined);
}

interface Moment {
  readonly dateTime?: string;
  readonly period?: Period;
}

function observationOf(statement: Statement, around: Moment | undefined): Reference | undefined {
  const { conversion, element, key } = statement;
  const code = codeOf(statement);
  if (code === undefined) return undefined;
  const own = momentOf(childOf(element, 'effectiveTime'));
  const when = own.dateTime === undefined && own.period === undefined ? (around ?? {}) : own;
  const { author, time } = authoredBy(statement);
  const performers = performersOf(statement);
  return conversion.add('Observation', key, {
    ...sharedBy(statement),
    status: statuses.get(statusOf(statement) ?? '') ?? 'unknown',
    category: categoryOf(statement),
    code,
    subject: conversion.patient,
    effectiveDateTime: when.dateTime,
    effectivePeriod: when.period,
    issued: time === undefined ? undefined : instantOf(childOf(element, 'author', 'time')),
    performer: performers.length > 0 ? performers : author?.reference === undefined ? [] : [author],
    ...observationValue(childOf(element, 'value'), conversion.texts),
    interpretation: conceptsAt(statement, 'interpretationCode'),
    bodySite: conceptAt(statement, 'targetSiteCode'),
    method: conceptAt(statement, 'methodCode'),
    referenceRange: rangesOf(statement),
  });
}

const pregnancy = '2.16.840.1.113883.10.20.15.3.8';

/** `ASSERTION` says nothing by itself: pregnancy has a code of its own, others keep their words beside it. */
function codeOf(statement: Statement): CodeableConcept | undefined {
  const code = conceptOf(childOf(statement.element, 'code'), statement.conversion.texts);
  if (hasTemplate(statement, pregnancy)) {
    return coded(loincUri, '82810-3', 'Pregnancy status');
  }
  const isAssertion = code?.coding?.some(
    (coding) => coding.system === actCodeUri && coding.code === 'ASSERTION',
  );
  if (code === undefined || !isAssertion) return code ?? wordsOf(statement);
  return { ...code, text: wordsOf(statement)?.text ?? code.text ?? 'Assertion' };
}

function rangesOf(statement: Statement): readonly object[] {
  return childrenOf(statement.element, 'referenceRange').flatMap((holder) => {
    const range = childOf(holder, 'observationRange');
    const value = childOf(range, 'value');
    const ends = rangeOf(value);
    const meant = conceptOf(childOf(range, 'interpretationCode'), statement.conversion.texts);
    const single = quantityOf(value);
    const text =
      innerText(childOf(range, 'text')) ??
      (ends === undefined && !isNull(value)
        ? (innerText(value) ?? attributeOf(value, 'displayName'))
        : undefined);
    // Invariant obs-3: a low end, a high end or text.
    if (ends === undefined && text === undefined && single === undefined) return [];
    const words =
      text ??
      (ends === undefined && single !== undefined
        ? `${single.value ?? ''} ${single.unit ?? ''}`.trim()
        : undefined);
    return [{ ...ends, appliesTo: meant === undefined ? [] : [meant], text: words }];
  });
}

function categoryOf(statement: Statement): readonly object[] {
  const code =
    categories.get(statement.section) ??
    (hasTemplate(statement, '2.16.840.1.113883.10.20.22.4.27') ? 'vital-signs' : undefined) ??
    (hasTemplate(statement, '2.16.840.1.113883.10.20.22.4.2') ? 'laboratory' : undefined);
  return code === undefined
    ? []
    : [coded('http://terminology.hl7.org/CodeSystem/observation-category', code)];
}

function coded(system: string, code: string, display?: string): CodeableConcept {
  return { coding: [{ system, code, ...(display === undefined ? {} : { display }) }] };
}

function identifierOnly(statement: Statement): object {
  return { identifier: sharedBy(statement).identifier };
}

const categories: ReadonlyMap<string, string> = new Map([
  ['30954-2', 'laboratory'],
  ['8716-3', 'vital-signs'],
  ['29762-2', 'social-history'],
  ['47420-5', 'survey'],
  ['10190-7', 'survey'],
  ['29545-1', 'exam'],
  ['10210-3', 'exam'],
]);

const statuses: ReadonlyMap<string, string> = new Map([
  ['completed', 'final'],
  ['active', 'preliminary'],
  ['new', 'registered'],
  ['held', 'registered'],
  ['suspended', 'registered'],
  ['aborted', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['nullified', 'entered-in-error'],
]);
