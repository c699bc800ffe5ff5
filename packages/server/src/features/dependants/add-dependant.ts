import { PersonId, addDependant as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, type ChartScope, type Route } from '../../gate/index.ts';
import { grantsOfGrantee, makeGrant } from '../grants/index.ts';
import { writeRecords } from '../records/index.ts';
import { birthDateProblem, dayOfAge, humanName, type BirthDateProblem } from './dependant-rules.ts';

const DEPENDANTS_MOST = 20;

/** A person with keys and a chart and without an account: nobody signs in as them until they are handed over. */
export function addDependant({
  guardianshipEndsAt,
}: {
  readonly guardianshipEndsAt: number;
}): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (facts) => facts.enrol(),
    handle: async (scope, { body }) => {
      const { displayName, birthDate } = body;
      const today = scope.now.toISOString().slice(0, 10);
      const problem = birthDateProblem(birthDate, { today, endsAt: guardianshipEndsAt });
      if (problem !== undefined) throw wrongBirthDate(problem, guardianshipEndsAt);
      const guardianId = await guardianWithRoom(scope);
      await makeGrant(scope, {
        kind: 'guardian',
        state: 'active',
        granteeId: guardianId,
        organisationId: null,
        parentId: null,
        pseudonym: null,
        validFrom: scope.now,
        validUntil: null,
        detail: {
          label: null,
          patientLabel: displayName,
          terms: null,
          proposed: null,
          endsOn: dayOfAge(birthDate, guardianshipEndsAt),
        },
      });
      const patient = { resourceType: 'Patient', name: [humanName(displayName)], birthDate };
      const planned = { type: 'Patient', id: scope.personId, path: 'patient', resource: patient };
      await writeRecords(scope, [planned], () => undefined);
      return { patientId: PersonId.parse(scope.personId) };
    },
  });
}

async function guardianWithRoom({ tx, gate, caller }: ChartScope): Promise<string> {
  if (caller.kind !== 'person') throw new Refusal('not_signed_in', 'Sign in first.');
  const held = await grantsOfGrantee(tx, gate.hashes, caller.personId);
  if (held.filter(({ kind }) => kind === 'guardian').length >= DEPENDANTS_MOST)
    throw new Refusal(
      'validation_failed',
      `You look after ${DEPENDANTS_MOST} people already, which is the most. Hand one over, or step back, first.`,
    );
  return caller.personId;
}

function wrongBirthDate(problem: BirthDateProblem, endsAt: number): Refusal {
  const message =
    problem === 'in-the-future'
      ? 'is in the future'
      : `must be of somebody younger than ${endsAt} years: who is older makes an account, and invites you`;
  return new Refusal('validation_failed', `The birth date ${message}.`, {
    errors: [{ path: 'birthDate', message }],
  });
}
