import { conceptOf, unknownConcept, type CodeableConcept } from './concept.ts';
import { reasons, type Reference } from './conversion.ts';
import { dosageOf } from './dosage.ts';
import { countOf, quantityOf } from './quantity.ts';
import {
  authoredBy,
  hasTemplate,
  isNegated,
  moodOf,
  performersOf,
  reasonsFor,
  relatedTo,
  sharedBy,
  statusOf,
  type Outcome,
  type Statement,
} from './statement.ts';
import { beginningOf, momentOf } from './time.ts';
import {
  attributeOf,
  childOf,
  childrenOf,
  innerText,
  isNull,
  type XmlElement,
} from './xml-element.ts';

/** A Medication Activity: what is taken (mood EVN), or what is ordered or planned (all others). */
export function takeMedication(statement: Statement): Outcome {
  const taken = moodOf(statement) === 'EVN' ? statementOf(statement) : requestOf(statement);
  const dispensed = relatedTo(statement)
    .filter((each) => hasTemplate(each, medicationDispense))
    .flatMap((each) => takenOf(takeDispense(each, drugOf(statement))));
  return { taken: [taken, ...dispensed] };
}

export const medicationDispense = '2.16.840.1.113883.10.20.22.4.18';

/** A Medication Dispense; the drug may be named only by what it stands in. */
export function takeDispense(supply: Statement, around?: CodeableConcept): Outcome {
  const { conversion, element, key } = supply;
  const drug = productOf(childOf(element, 'product', 'manufacturedProduct'), supply) ?? around;
  if (moodOf(supply) !== 'EVN' || isNegated(supply)) return { why: reasons.unsupported };
  if (drug === undefined) return { why: reasons.noContent };
  const when = beginningOf(childOf(element, 'effectiveTime'));
  const dispense = conversion.add('MedicationDispense', key, {
    identifier: sharedBy(supply).identifier,
    status: dispenseStatuses.get(statusOf(supply) ?? '') ?? 'unknown',
    medicationCodeableConcept: drug,
    subject: conversion.patient,
    performer: performersOf(supply).map((actor) => ({ actor })),
    quantity: quantityOf(childOf(element, 'quantity')),
    whenHandedOver: when,
  });
  return { taken: [dispense] };
}

function takenOf(outcome: Outcome): readonly Reference[] {
  return 'taken' in outcome ? outcome.taken : [];
}

function statementOf(statement: Statement) {
  const { conversion, key } = statement;
  const { author, time } = authoredBy(statement);
  const when = momentOf(durationOf(statement.element));
  return conversion.add('MedicationStatement', key, {
    ...sharedBy(statement),
    status: isNegated(statement)
      ? 'not-taken'
      : (statuses.get(statusOf(statement) ?? '') ?? 'unknown'),
    medicationCodeableConcept: takenDrug(statement),
    subject: conversion.patient,
    effectiveDateTime: when.dateTime,
    effectivePeriod: when.period,
    dateAsserted: time,
    informationSource: author?.reference === undefined ? undefined : author,
    reasonCode: reasonsFor(statement),
    dosage: dosagesOf(statement),
  });
}

function requestOf(statement: Statement) {
  const { conversion, key } = statement;
  const { author, time } = authoredBy(statement);
  const repeats = countOf(attributeOf(childOf(statement.element, 'repeatNumber'), 'value'));
  return conversion.add('MedicationRequest', key, {
    ...sharedBy(statement),
    status: requestStatuses.get(statusOf(statement) ?? '') ?? 'unknown',
    intent: intents.get(moodOf(statement)) ?? 'plan',
    doNotPerform: isNegated(statement) ? true : undefined,
    medicationCodeableConcept: drugOf(statement) ?? unknownConcept,
    subject: conversion.patient,
    authoredOn: time,
    requester: author,
    performer: performersOf(statement)[0],
    reasonCode: reasonsFor(statement),
    dosageInstruction: dosagesOf(statement, beginningOf(durationOf(statement.element))),
    dispenseRequest:
      repeats !== undefined && repeats > 1 ? { numberOfRepeatsAllowed: repeats - 1 } : undefined,
  });
}

/** "No medicament at all" is known absence, not a medicament that is not taken. */
function takenDrug(statement: Statement): object {
  const drug = drugOf(statement);
  const isAny = drug?.coding?.some(({ code }) => code === anyDrug) ?? true;
  if (isNegated(statement) && isAny) return noDrugs;
  return drug ?? unknownConcept;
}

// SNOMED CT "Drug or medicament".
const anyDrug = '410942007';

/** The product's code, or what it is called. */
export function drugOf(statement: Statement): CodeableConcept | undefined {
  return productOf(childOf(statement.element, 'consumable', 'manufacturedProduct'), statement);
}

function productOf(
  product: XmlElement | undefined,
  statement: Statement,
): CodeableConcept | undefined {
  const material =
    childOf(product, 'manufacturedMaterial') ?? childOf(product, 'manufacturedLabeledDrug');
  const code = conceptOf(childOf(material, 'code'), statement.conversion.texts);
  const text = innerText(childOf(material, 'name'));
  return code ?? (text === undefined ? undefined : { text });
}

// Known absent, as the International Patient Summary codes it.
const noDrugs: CodeableConcept = {
  coding: [
    {
      system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips',
      code: 'no-known-medications',
      display: 'No known medications',
    },
  ],
  text: 'No known medications',
};

function dosagesOf(statement: Statement, from?: string): readonly object[] {
  const dosage = dosageOf(statement, from);
  return dosage === undefined ? [] : [dosage];
}

/** The effectiveTime that says from when to when; the others say how often. */
function durationOf(element: XmlElement): XmlElement | undefined {
  return childrenOf(element, 'effectiveTime').find((time) => {
    const type = attributeOf(time, 'xsi:type') ?? '';
    return !isNull(time) && !type.endsWith('PIVL_TS') && !type.endsWith('EIVL_TS');
  });
}

const statuses: ReadonlyMap<string, string> = new Map([
  ['active', 'active'],
  ['completed', 'completed'],
  ['aborted', 'stopped'],
  ['suspended', 'on-hold'],
  ['held', 'on-hold'],
  ['new', 'intended'],
  ['cancelled', 'not-taken'],
  ['nullified', 'entered-in-error'],
]);

const dispenseStatuses: ReadonlyMap<string, string> = new Map([
  ['completed', 'completed'],
  ['active', 'in-progress'],
  ['aborted', 'stopped'],
  ['cancelled', 'cancelled'],
  ['suspended', 'on-hold'],
  ['nullified', 'entered-in-error'],
]);

const requestStatuses: ReadonlyMap<string, string> = new Map([
  ['active', 'active'],
  ['new', 'active'],
  ['completed', 'completed'],
  ['aborted', 'stopped'],
  ['suspended', 'on-hold'],
  ['held', 'on-hold'],
  ['cancelled', 'cancelled'],
  ['nullified', 'entered-in-error'],
]);

const intents: ReadonlyMap<string, string> = new Map([
  ['INT', 'plan'],
  ['RQO', 'order'],
  ['PRMS', 'plan'],
  ['PRP', 'proposal'],
]);
