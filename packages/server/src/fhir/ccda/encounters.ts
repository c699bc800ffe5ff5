import { conceptOf, codingOf, type Coding } from './concept.ts';
import { actCodeUri } from './code-systems.ts';
import { idKey, reasons, type Conversion, type Reference } from './conversion.ts';
import { participantOf } from './people.ts';
import { identifiersOf } from './person-parts.ts';
import { takeProblems } from './problems.ts';
import { takePlan } from './procedures.ts';
import {
  conceptAt,
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
import { dateTimeOf, periodOf, type Period } from './time.ts';
import { attributeOf, childOf, childrenOf, innerText, type XmlElement } from './xml-element.ts';

/** An Encounter Activity with its diagnoses; one that is planned is a ServiceRequest. */
export function takeEncounter(statement: Statement): Outcome {
  if (moodOf(statement) !== 'EVN') return takePlan(statement);
  if (isNegated(statement)) return { why: reasons.negated };
  const { conversion, element, key } = statement;
  const type = conceptAt(statement, 'code');
  const diagnoses = relatedTo(statement)
    .filter((each) => hasTemplate(each, encounterDiagnosis))
    .flatMap((each) => takenOf(takeProblems(each)));
  const encounter = conversion.add('Encounter', key, {
    identifier: sharedBy(statement).identifier,
    status: statuses.get(statusOf(statement) ?? '') ?? 'finished',
    class: classOf(childOf(element, 'code')),
    type: type === undefined ? [] : [type],
    subject: conversion.patient,
    participant: participantsFrom(performersOf(statement), conversion),
    period: durationOf(childOf(element, 'effectiveTime')),
    reasonCode: reasonsFor(statement),
    diagnosis: diagnoses.map((condition) => ({ condition })),
    location: locationsOf(element, conversion),
  });
  return { taken: [...diagnoses, encounter] };
}

/** The encounter that a document is about, from its header. */
export function takeEncompassing(element: XmlElement, conversion: Conversion): void {
  const code = conceptOf(childOf(element, 'code'), conversion.texts);
  const people = [
    childOf(element, 'responsibleParty', 'assignedEntity'),
    ...childrenOf(element, 'encounterParticipant').map((each) => childOf(each, 'assignedEntity')),
  ];
  const individuals = people
    .map((each) => participantOf(each, conversion))
    .filter((each) => each !== undefined);
  conversion.add('Encounter', idKey(element) ?? 'encompassingEncounter', {
    identifier: identifiersOf(element),
    status: 'unknown',
    class: classOf(childOf(element, 'code')),
    type: code === undefined ? [] : [code],
    subject: conversion.patient,
    participant: participantsFrom(individuals, conversion),
    period: durationOf(childOf(element, 'effectiveTime')),
    location: placeOf(childOf(element, 'location', 'healthCareFacility'), conversion),
  });
}

const encounterDiagnosis = '2.16.840.1.113883.10.20.22.4.80';

function takenOf(outcome: Outcome): readonly Reference[] {
  return 'taken' in outcome ? outcome.taken : [];
}

/** Encounter.participant.individual may be a Practitioner, not an Organization. */
function participantsFrom(people: readonly Reference[], conversion: Conversion): readonly object[] {
  return people
    .filter((person) => conversion.practitioner(person) !== undefined)
    .map((individual) => ({ individual }));
}

/** R4 demands a class; C-CDA may hold one as the code or as a translation of it. */
function classOf(code: XmlElement | undefined): Coding {
  const codings =
    code === undefined ? [] : [code, ...childrenOf(code, 'translation')].map(codingOf);
  const written = codings.find((coding) => coding?.system === actCodeUri);
  return (
    written ?? {
      system: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor',
      code: 'UNK',
      display: 'unknown',
    }
  );
}

function durationOf(time: XmlElement | undefined): Period | undefined {
  const point = dateTimeOf(time);
  return point === undefined ? periodOf(time) : { start: point, end: point };
}

const serviceLocation = '2.16.840.1.113883.10.20.22.4.32';

function locationsOf(element: XmlElement, conversion: Conversion): readonly object[] {
  return childrenOf(element, 'participant')
    .map((participant) => childOf(participant, 'participantRole'))
    .filter((role) => role !== undefined)
    .filter(
      (role) =>
        attributeOf(role, 'classCode') === 'SDLOC' ||
        childrenOf(role, 'templateId').some(
          (each) => attributeOf(each, 'root') === serviceLocation,
        ),
    )
    .flatMap((role) => placeOf(role, conversion));
}

function placeOf(role: XmlElement | undefined, conversion: Conversion): readonly object[] {
  const name =
    innerText(childOf(role, 'playingEntity', 'name')) ??
    innerText(childOf(role, 'location', 'name'));
  const type = conceptOf(childOf(role, 'code'), conversion.texts);
  if (role === undefined || (name === undefined && type === undefined)) return [];
  const location = conversion.addOnce('Location', idKey(role) ?? name ?? type?.text ?? '', {
    identifier: identifiersOf(role),
    name,
    type: type === undefined ? [] : [type],
  });
  return [{ location }];
}

const statuses: ReadonlyMap<string, string> = new Map([
  ['completed', 'finished'],
  ['active', 'in-progress'],
  ['aborted', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['nullified', 'entered-in-error'],
]);
