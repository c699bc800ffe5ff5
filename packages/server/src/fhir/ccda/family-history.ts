import { conceptOf, unknownConcept } from './concept.ts';
import { quantityOf, type Quantity } from './quantity.ts';
import { deathOf, genderOf } from './person-parts.ts';
import {
  conceptAt,
  hasTemplate,
  isNegated,
  membersOf,
  relatedTo,
  sharedBy,
  type Outcome,
  type Statement,
} from './statement.ts';
import { dateOf, dateTimeOf } from './time.ts';
import { childOf, innerText, type XmlElement } from './xml-element.ts';

/** A Family History Organizer: one relative with what they had. */
export function takeFamilyHistory(organizer: Statement): Outcome {
  const { conversion, element, key } = organizer;
  const relative = childOf(element, 'subject', 'relatedSubject');
  const person = childOf(relative, 'subject');
  const sex = genderOf(childOf(person, 'administrativeGenderCode'));
  const name = innerText(childOf(person, 'name'));
  const member = conversion.add('FamilyMemberHistory', key, {
    identifier: sharedBy(organizer).identifier,
    status: 'completed',
    patient: conversion.patient,
    date: dateTimeOf(childOf(element, 'effectiveTime')),
    name,
    relationship: conceptOf(childOf(relative, 'code'), conversion.texts) ?? unknownConcept,
    sex: sex === undefined ? undefined : sexConcept(sex),
    bornDate: dateOf(childOf(person, 'birthTime')),
    ...deceased(person, organizer),
    condition: conditionsOf(organizer).map(conditionOf),
  });
  return { taken: [member] };
}

const ageObservation = '2.16.840.1.113883.10.20.22.4.31';
const deathObservation = '2.16.840.1.113883.10.20.22.4.47';

function conditionsOf(organizer: Statement): readonly Statement[] {
  return membersOf(organizer).filter(
    (each) => each.element.name === 'observation' && !isNegated(each),
  );
}

function sexConcept(code: string): object {
  return { coding: [{ system: 'http://hl7.org/fhir/administrative-gender', code }] };
}

function deceased(person: XmlElement | undefined, organizer: Statement): object {
  const death = deathOf(person);
  if ('deceasedDateTime' in death && typeof death.deceasedDateTime === 'string') {
    return { deceasedDate: death.deceasedDateTime.slice(0, 10) };
  }
  const diedOf = conditionsOf(organizer).some((each) => deathIn(each) !== undefined);
  return diedOf ? { deceasedBoolean: true } : death;
}

function deathIn(condition: Statement): Statement | undefined {
  return relatedTo(condition).find((each) => hasTemplate(each, deathObservation));
}

function conditionOf(condition: Statement): object {
  const age = relatedTo(condition).find((each) => hasTemplate(each, ageObservation));
  const years = ageOf(quantityOf(childOf(age?.element, 'value')));
  return {
    code: conceptAt(condition, 'value') ?? conceptAt(condition, 'code') ?? unknownConcept,
    contributedToDeath: deathIn(condition) === undefined ? undefined : true,
    onsetAge: years,
  };
}

/** Invariant age-1: a UCUM unit of time and a positive value. */
function ageOf(quantity: Quantity | undefined): Quantity | undefined {
  const isAge = /^(?:a|mo|wk|d|h|min)$/.test(quantity?.code ?? '') && (quantity?.value ?? 0) > 0;
  return isAge ? quantity : undefined;
}
