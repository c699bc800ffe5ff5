import { ProblemError } from '@wardkeep/client';
import type { Field } from './record-form.ts';

/** What the server says of a field (an OperationOutcome's `expression`), and what is about none of them. */
export interface Refused {
  /** By the field's name; in the server's own words, which are English. */
  readonly byField: Readonly<Record<string, string>>;
  /** Nothing is left for the alert above the form. */
  readonly isAllPlaced: boolean;
}

export function refusedFields(error: unknown, fields: readonly Field[]): Refused {
  const errors = error instanceof ProblemError ? (error.problem.errors ?? []) : [];
  const placed = errors.map(({ path, message }) => ({ field: fieldAt(path, fields), message }));
  return {
    byField: Object.fromEntries(
      placed.flatMap(({ field, message }) => (field ? [[field.name, message]] : [])),
    ),
    isAllPlaced: errors.length > 0 && placed.every(({ field }) => field !== undefined),
  };
}

/** `Condition.onsetDateTime` and `Condition.onset[0].x` are both `onset`. */
function fieldAt(path: string, fields: readonly Field[]): Field | undefined {
  const element = /^[A-Za-z]+\.([a-zA-Z]+)/.exec(path)?.[1];
  return fields.find(({ elements }) =>
    elements.some(
      (own) =>
        element === own || (element?.startsWith(own) && /^[A-Z]/.test(element.slice(own.length))),
    ),
  );
}
