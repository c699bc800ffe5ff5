import { validateResource, validateVersion, type Resource } from '@wardkeep/contract';
import { FhirAnswer, plainRoute, type FieldError, type PlainRequest } from '../../gate/index.ts';
import { validateResource as issuesIn } from '../../fhir/validate/index.ts';
import { at, list } from './fhir-path-rules.ts';

/** Whether a resource would be taken (https://hl7.org/fhir/R4/resource-operation-validate.html). Nothing of it is kept. */
export const validateRecord = plainRoute({
  endpoint: validateResource,
  handle: (request, { params, body }) => answer(request, params, body),
});

export const validateRecordVersion = plainRoute({
  endpoint: validateVersion,
  handle: (request, { params, body }) => answer(request, params, body),
});

async function answer(
  request: PlainRequest,
  address: { readonly type: string; readonly id?: string },
  body: Resource,
) {
  const outcome = await request.commit(() => Promise.resolve(outcomeOf(address, body)));
  return { body: new FhirAnswer(200, outcome) };
}

function outcomeOf(
  { type, id }: { readonly type: string; readonly id?: string },
  body: Resource,
): object {
  const resource =
    body.resourceType === 'Parameters' && type !== 'Parameters' ? sentIn(body) : body;
  const faults: FieldError[] = [];
  if (at(resource, 'resourceType') !== type)
    faults.push({ path: `${type}.resourceType`, message: 'must be the type in the address' });
  if (id !== undefined && at(resource, 'id') !== id)
    faults.push({ path: `${type}.id`, message: 'must be the id in the address' });
  const issue = [
    ...faults.map(({ path, message }) => ({
      severity: 'error',
      code: 'invalid',
      diagnostics: message,
      expression: [path],
    })),
    ...issuesIn(resource, { references: 'unresolved' }).map(
      ({ severity, code, diagnostics, expression }) => ({
        severity,
        code,
        diagnostics,
        expression: [expression],
      }),
    ),
  ];
  const fine = { severity: 'information', code: 'informational', diagnostics: 'Nothing is wrong.' };
  return { resourceType: 'OperationOutcome', issue: issue.length === 0 ? [fine] : issue };
}

/** The operation's own way of sending it. */
function sentIn(parameters: Resource): unknown {
  return at(
    list(parameters, 'parameter').find((each) => at(each, 'name') === 'resource'),
    'resource',
  );
}
