import {
  conceptAt,
  hasTemplate,
  isNegated,
  moodOf,
  performersOf,
  refusalReason,
  relatedTo,
  relatedValue,
  sharedBy,
  statusOf,
  recordedAt,
  type Outcome,
  type Statement,
} from './statement.ts';
import { unknownConcept } from './concept.ts';
import { reasons } from './conversion.ts';
import { drugOf, takeMedication } from './medications.ts';
import { organizationOf } from './people.ts';
import { countOf, quantityOf } from './quantity.ts';
import { beginningOf } from './time.ts';
import { attributeOf, childOf, innerText } from './xml-element.ts';

/** An Immunization Activity: given or not given (EVN); one that is planned is an order for the vaccine. */
export function takeImmunization(statement: Statement): Outcome {
  if (moodOf(statement) !== 'EVN') return takeMedication(statement);
  const vaccineCode = drugOf(statement);
  if (vaccineCode === undefined && isNegated(statement)) return { why: reasons.negated };
  return { taken: [immunizationOf(statement, vaccineCode ?? unknownConcept)] };
}

function immunizationOf(statement: Statement, vaccineCode: object) {
  const { conversion, element, key } = statement;
  const given = beginningOf(childOf(element, 'effectiveTime'));
  const product = childOf(element, 'consumable', 'manufacturedProduct');
  const manufacturer = organizationOf(childOf(product, 'manufacturerOrganization'), conversion);
  const dose = countOf(attributeOf(childOf(element, 'repeatNumber'), 'value'));
  return conversion.add('Immunization', key, {
    ...sharedBy(statement),
    ...statusAndReason(statement),
    vaccineCode,
    patient: conversion.patient,
    occurrenceDateTime: given,
    occurrenceString: given === undefined ? 'unknown' : undefined,
    recorded: recordedAt(statement),
    lotNumber: innerText(childOf(product, 'manufacturedMaterial', 'lotNumberText')),
    manufacturer,
    site: conceptAt(statement, 'approachSiteCode'),
    route: conceptAt(statement, 'routeCode'),
    doseQuantity: quantityOf(childOf(element, 'doseQuantity')),
    performer: performersOf(statement).map((actor) => ({ actor })),
    protocolApplied: dose === undefined ? [] : [{ doseNumberPositiveInt: dose }],
    reaction: reactionsOf(statement),
  });
}

function statusAndReason(statement: Statement): object {
  if (!isNegated(statement)) {
    const status = statusOf(statement);
    return {
      status:
        status === 'nullified'
          ? 'entered-in-error'
          : status === 'cancelled' || status === 'aborted'
            ? 'not-done'
            : 'completed',
    };
  }
  const refusal = relatedTo(statement).find((each) => hasTemplate(each, refusalReason));
  return {
    status: 'not-done',
    statusReason: refusal === undefined ? undefined : conceptAt(refusal, 'code'),
  };
}

const reaction = '2.16.840.1.113883.10.20.22.4.9';

function reactionsOf(statement: Statement): readonly object[] {
  if (relatedValue(statement, reaction) === undefined) return [];
  return relatedTo(statement)
    .filter((each) => hasTemplate(each, reaction))
    .flatMap((each) => {
      const date = beginningOf(childOf(each.element, 'effectiveTime'));
      return date === undefined ? [] : [{ date }];
    });
}
