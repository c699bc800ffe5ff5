import { createResource as endpoint, type QueryOf } from '@wardkeep/contract';
import { Refusal, phiRoute, type Route } from '../../gate/index.ts';
import { readQuery } from './entry-rules.ts';
import { writeAnswer } from './fhir-answers.ts';
import { namedChart } from './named-chart.ts';
import { patientNamedBy } from './subject-rules.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { alone, runEntries } from './run-entries.ts';

export function createRecord(base: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (facts, input) => namedChart(facts, input, base()),
    // A condition is compared with what is there, and a chart has one Patient: for those, writers take turns. What others
    // than the patient write is read back to be answered as they see it.
    ahead: ({ body, headers }, callerId) => {
      const isCompared = headers.ifNoneExist !== undefined || body.resourceType === 'Patient';
      const isOwn = (patientNamedBy(body, base()) ?? callerId) === callerId;
      return isOwn && !isCompared ? { personId: callerId } : undefined;
    },
    handle: async (scope, { params, query, body, headers, onProgress }) => {
      refuseOtherType(params.type, body.resourceType);
      refuseOrganisation(query);
      const { ifNoneExist } = headers;
      const entry = {
        ...alone(body),
        method: 'POST',
        type: params.type,
        resource: body,
        ifNoneExist: ifNoneExist === undefined ? undefined : readQuery(ifNoneExist),
      } as const;
      const [ran] = await runEntries(scope, [entry], { onProgress, base: base() });
      if (ran === undefined) throw new Error('a record was planned and not written');
      return writeAnswer(scope, ran, { headers, base: base() });
    },
  });
}

/** A chart is no organisation's. @throws {@link Refusal} `validation_failed`. */
function refuseOrganisation({ _organization }: QueryOf<typeof endpoint>): void {
  if (_organization === undefined) return;
  throw new Refusal('validation_failed', 'The query of the request is not as it must be.', {
    errors: [
      { path: '_organization', message: 'is for what goes into an organisation’s directory' },
    ],
  });
}

/** @throws {@link Refusal} `validation_failed`. */
export function refuseOtherType(type: string, sent: string): void {
  if (sent === type && RESOURCE_TYPES.has(type)) return;
  const message =
    sent === type ? 'must be a resource type of FHIR R4' : 'must be the type in the address';
  throw new Refusal(
    'validation_failed',
    'The resource is not as FHIR R4 asks, or not of the type in the address.',
    { errors: [{ path: 'resourceType', message, issue: 'structure' }] },
  );
}
