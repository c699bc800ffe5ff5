import { Refusal, type FieldError } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { validateResource } from '../../fhir/validate/index.ts';

const ERRORS_MOST = 100;

/**
 * What base R4 says against a resource, by where it stands in what was sent; warnings refuse nothing.
 * @param at - Where the resource stands: `entry[3].resource`, or its type.
 */
export function faultsOf(resource: StoredJson, at: string): readonly FieldError[] {
  return validateResource(resource)
    .filter(({ severity }) => severity === 'error')
    .slice(0, ERRORS_MOST)
    .map(({ expression, diagnostics, code }) => ({
      path: placed(expression, at),
      message: diagnostics,
      issue: code,
    }));
}

/** @throws {@link Refusal} `validation_failed` with each place, and no value. */
export function refuseInvalid(resource: StoredJson, at: string): void {
  const errors = faultsOf(resource, at);
  if (errors.length > 0)
    throw new Refusal(
      'validation_failed',
      'The resource is not valid FHIR R4. Nothing was stored.',
      {
        errors,
      },
    );
}

/** The same place, in what was sent: `Patient.name[0]` is `entry[3].resource.name[0]`. */
function placed(expression: string, at: string): string {
  const dot = expression.search(/[.[]/);
  return dot < 0 ? at : `${at}${expression.slice(dot)}`;
}
