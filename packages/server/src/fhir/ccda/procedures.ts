import { unknownConcept } from './concept.ts';
import { reasons } from './conversion.ts';
import {
  authoredBy,
  conceptAt,
  conceptsAt,
  hasTemplate,
  isNegated,
  moodOf,
  performersOf,
  reasonsFor,
  refusalReason,
  relatedTo,
  sharedBy,
  statusOf,
  wordsOf,
  type Outcome,
  type Statement,
} from './statement.ts';
import { beginningOf, momentOf, periodOf } from './time.ts';
import { childOf } from './xml-element.ts';

/** Something done (mood EVN) is a Procedure; something ordered or planned is a ServiceRequest. */
export function takeProcedure(statement: Statement): Outcome {
  if (moodOf(statement) !== 'EVN') return takePlan(statement);
  const code = conceptAt(statement, 'code') ?? wordsOf(statement);
  if (code === undefined) return { why: reasons.noContent };
  const isAny = code.coding?.some((coding) => coding.code === anyProcedure) ?? false;
  if (isNegated(statement) && isAny) return { why: reasons.negated };
  return { taken: [procedureOf(statement, code)] };
}

// SNOMED CT "Procedure": with a negation it says "none of any kind", which a Procedure can't.
const anyProcedure = '71388002';

function procedureOf(statement: Statement, code: object) {
  const { conversion, element, key } = statement;
  const when = momentOf(childOf(element, 'effectiveTime'));
  const refusal = relatedTo(statement).find((each) => hasTemplate(each, refusalReason));
  const value = conceptAt(statement, 'value');
  return conversion.add('Procedure', key, {
    ...sharedBy(statement),
    status: isNegated(statement)
      ? 'not-done'
      : (statuses.get(statusOf(statement) ?? '') ?? 'unknown'),
    statusReason: refusal === undefined ? undefined : conceptAt(refusal, 'code'),
    code,
    subject: conversion.patient,
    performedDateTime: when.dateTime,
    performedPeriod: when.period,
    recorder: conversion.practitioner(authoredBy(statement).author),
    performer: performersOf(statement).map((actor) => ({ actor })),
    reasonCode: reasonsFor(statement),
    bodySite: conceptsAt(statement, 'targetSiteCode'),
    outcome: value,
  });
}

/** A planned act, observation, procedure or encounter. */
export function takePlan(statement: Statement): Outcome {
  const { conversion, element, key } = statement;
  const code = conceptAt(statement, 'code') ?? wordsOf(statement);
  if (code === undefined) return { why: reasons.noContent };
  const when = momentOf(childOf(element, 'effectiveTime'));
  const { author, time } = authoredBy(statement);
  return {
    taken: [
      conversion.add('ServiceRequest', key, {
        ...sharedBy(statement),
        status: requestStatuses.get(statusOf(statement) ?? '') ?? 'unknown',
        intent: intents.get(moodOf(statement)) ?? 'plan',
        doNotPerform: isNegated(statement) ? true : undefined,
        code,
        subject: conversion.patient,
        occurrenceDateTime: when.dateTime,
        occurrencePeriod: when.period,
        authoredOn: time,
        requester: author,
        performer: performersOf(statement),
        reasonCode: reasonsFor(statement),
        bodySite: conceptsAt(statement, 'targetSiteCode'),
      }),
    ],
  };
}

/** A Goal Observation. */
export function takeGoal(statement: Statement): Outcome {
  const { conversion, element, key } = statement;
  const aim = conceptAt(statement, 'value');
  const description = conceptAt(statement, 'code') ?? wordsOf(statement) ?? aim;
  if (isNegated(statement)) return { why: reasons.negated };
  const { author } = authoredBy(statement);
  const during = childOf(element, 'effectiveTime');
  const due = periodOf(during)?.end?.slice(0, 10);
  return {
    taken: [
      conversion.add('Goal', key, {
        ...sharedBy(statement),
        lifecycleStatus: goalStatuses.get(statusOf(statement) ?? '') ?? 'active',
        description: description ?? unknownConcept,
        subject: conversion.patient,
        startDate: beginningOf(during)?.slice(0, 10),
        target: due === undefined ? [] : [{ dueDate: due }],
        expressedBy: conversion.practitioner(author),
      }),
    ],
  };
}

const statuses: ReadonlyMap<string, string> = new Map([
  ['completed', 'completed'],
  ['active', 'in-progress'],
  ['aborted', 'stopped'],
  ['cancelled', 'not-done'],
  ['suspended', 'on-hold'],
  ['new', 'preparation'],
  ['nullified', 'entered-in-error'],
]);

const requestStatuses: ReadonlyMap<string, string> = new Map([
  ['active', 'active'],
  ['new', 'active'],
  ['completed', 'completed'],
  ['aborted', 'revoked'],
  ['cancelled', 'revoked'],
  ['suspended', 'on-hold'],
  ['held', 'on-hold'],
  ['nullified', 'entered-in-error'],
]);

const goalStatuses: ReadonlyMap<string, string> = new Map([
  ['active', 'active'],
  ['completed', 'completed'],
  ['aborted', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['suspended', 'on-hold'],
  ['nullified', 'entered-in-error'],
]);

const intents: ReadonlyMap<string, string> = new Map([
  ['INT', 'plan'],
  ['RQO', 'order'],
  ['PRMS', 'plan'],
  ['PRP', 'proposal'],
  ['ARQ', 'proposal'],
  ['APT', 'plan'],
]);
