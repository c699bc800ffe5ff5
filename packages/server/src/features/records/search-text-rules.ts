import type { SearchParameters } from '@wardkeep/contract';
import { ownPerson, type Caller } from '../../gate/index.ts';
import { parametersOf } from '../../fhir/search/index.ts';
import { refuseWithoutChart } from './chart-required-rules.ts';
import type { SearchText } from './entry-rules.ts';

/** As they came: of each name, one after the other. */
export function textOf(...parameters: readonly SearchParameters[]): SearchText {
  return parameters.flatMap((each) =>
    Object.entries(each).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
    ),
  );
}

const NAMES_A_PATIENT = /^(?:patient|subject)(?::Patient)?$/;
const PATIENT =
  /^(?:https?:\/\/[^\s,|]+\/)?(?:Patient\/)?(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The one patient whom a search is about; undefined when it names nobody, or several. */
export function patientIn(query: SearchText): string | undefined {
  const ids = new Set(
    query.flatMap(([name, value]) =>
      NAMES_A_PATIENT.test(name) ? (PATIENT.exec(value)?.groups?.['id'] ?? []) : [],
    ),
  );
  const [first] = ids;
  return ids.size === 1 ? first : undefined;
}

/** Without what only said whose chart it is: types that know nothing of patients, such as an Organization in a chart. */
export function withoutChart(type: string, query: SearchText): SearchText {
  const known = new Set(parametersOf(type).map(({ code }) => code));
  return query.filter(
    ([name]) => !NAMES_A_PATIENT.test(name) || known.has(name.replace(/:.*$/, '')),
  );
}

interface Searching {
  readonly params: { readonly type: string };
  readonly query: SearchParameters;
  readonly body?: unknown;
}

/**
 * Whose chart is searched: of the patient whom a parameter names, or the caller's own.
 * @throws {@link Refusal} `patient_required` for who has no chart of their own and names nobody.
 */
export function chartAskedFor(
  facts: { readonly caller: Caller },
  { params, query, body }: Searching,
): string | null {
  const named = patientIn(textOf(query, parametersIn(body)));
  if (named !== undefined) return named;
  refuseWithoutChart(facts.caller, { path: 'patient', type: params.type });
  return ownPerson(facts);
}

/** What a form says; a resource says nothing of the kind. */
export function parametersIn(body: unknown): SearchParameters {
  if (typeof body !== 'object' || body === null || 'resourceType' in body) return {};
  const isValue = (value: unknown): value is string | string[] =>
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((each) => typeof each === 'string'));
  return Object.fromEntries(Object.entries(body).filter(([, value]) => isValue(value)));
}
