import { allergyObservation, takeAllergies, takeAllergy } from './allergies.ts';
import { reasons, type Reference } from './conversion.ts';
import { takeEncounter } from './encounters.ts';
import { takeFamilyHistory } from './family-history.ts';
import { takeImmunization } from './immunizations.ts';
import { medicationDispense, takeDispense, takeMedication } from './medications.ts';
import { takeNote } from './notes.ts';
import { takeObservation, takeObservations, takeResults } from './observations.ts';
import {
  problemActs,
  problemObservation,
  problemsIn,
  takeProblem,
  takeProblems,
} from './problems.ts';
import { takeGoal, takePlan, takeProcedure } from './procedures.ts';
import {
  membersOf,
  moodOf,
  relatedTo,
  templatesOf,
  type Outcome,
  type Statement,
} from './statement.ts';

/** Makes resources of a clinical statement: by its template where it names one we know, else by its kind. */
export function takeStatement(statement: Statement): Outcome {
  if (statement.element.attributes.has('nullFlavor')) return { why: reasons.noInformation };
  return takerOf(statement)?.(statement) ?? takeByKind(statement);
}

type Taker = (statement: Statement) => Outcome;

const entry = (number: number) => `2.16.840.1.113883.10.20.22.4.${number}`;

// C-CDA R2.1, volume 2: the entry-level templates.
const takers: ReadonlyMap<string, Taker> = new Map<string, Taker>([
  [entry(30), takeAllergies],
  [allergyObservation, takeAllergy],
  ...problemActs.map((template) => [template, takeProblems] as const),
  [problemObservation, takeProblem],
  [entry(16), takeMedication],
  [entry(42), takeMedication],
  [medicationDispense, (supply) => takeDispense(supply)],
  [entry(52), takeImmunization],
  [entry(120), takeImmunization],
  [entry(12), takeProcedure],
  [entry(13), takeProcedure],
  [entry(14), takeProcedure],
  [entry(39), takePlan],
  [entry(40), takePlan],
  [entry(41), takePlan],
  [entry(44), takePlan],
  [entry(1), takeResults],
  [entry(26), takeObservations],
  [entry(45), takeFamilyHistory],
  [entry(49), takeEncounter],
  [entry(121), takeGoal],
  [entry(202), takeNote],
]);

function takerOf(statement: Statement): Taker | undefined {
  return templatesOf(statement.element)
    .map((template) => takers.get(template))
    .find((taker) => taker !== undefined);
}

function takeByKind(statement: Statement): Outcome {
  switch (statement.element.name) {
    case 'organizer':
      return takeOrganizer(statement);
    case 'observation':
      return takeObservationByMood(statement);
    case 'procedure':
      return takeProcedure(statement);
    case 'encounter':
      return takeEncounter(statement);
    case 'substanceAdministration':
      return statement.section === immunizations
        ? takeImmunization(statement)
        : takeMedication(statement);
    case 'act':
      return takeAct(statement);
    default:
      return { why: reasons.unsupported };
  }
}

const immunizations = '11369-6';
const results = '30954-2';

function takeObservationByMood(statement: Statement): Outcome {
  if (moodOf(statement) === 'GOL') return takeGoal(statement);
  return moodOf(statement) === 'EVN' ? takeObservation(statement) : takePlan(statement);
}

function takeOrganizer(organizer: Statement): Outcome {
  if (organizer.section === results) return takeResults(organizer);
  const known = knownAmong(membersOf(organizer));
  if (known.length > 0) return { taken: known };
  const outcome = takeObservations(organizer);
  return 'taken' in outcome ? outcome : { why: reasons.unsupported };
}

/** An act that only wraps: its problems, or whatever else in it has a template we know. */
function takeAct(act: Statement): Outcome {
  if (problemsIn(act).length > 0) return takeProblems(act);
  if (moodOf(act) !== 'EVN') return takePlan(act);
  const known = knownAmong(relatedTo(act));
  return known.length > 0 ? { taken: known } : { why: reasons.unsupported };
}

function knownAmong(statements: readonly Statement[]): readonly Reference[] {
  return statements
    .filter((each) => takerOf(each) !== undefined)
    .map(takeStatement)
    .flatMap((outcome) => ('taken' in outcome ? outcome.taken : []));
}
