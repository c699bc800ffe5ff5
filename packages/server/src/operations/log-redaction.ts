import { CLASSIFICATION } from '../db/classification.ts';

const SEALED = '[sealed]';
/** Nothing that is logged on purpose is deeper, or longer. */
const DEEPEST = 4;
const LONGEST = 100;

/** What a line calls the request; the request of a re-identification, which is a row, goes by other names. */
const OWN_NAMES: ReadonlySet<string> = new Set(['requestId']);

/**
 * Every name, as the database and as the program spell it, under which some table keeps what is sensitive or confidential.
 * By name alone: a line does not say which table a value came from.
 */
export const SEALED_NAMES: ReadonlySet<string> = new Set(
  Object.values(CLASSIFICATION)
    .flatMap((columns) => Object.entries(columns))
    .filter(([, classification]) => classification !== 'public')
    .flatMap(([column]) => [column, inCamelCase(column)])
    .filter((name) => !OWN_NAMES.has(name)),
);

/**
 * What may be written of what somebody gave the log: nothing under a name of {@link SEALED_NAMES}, no bytes, and of an error
 * its name and its code: messages may quote what was sent or stored.
 */
export function redacted(details: object): Record<string, unknown> {
  return membersOf(details, 0);
}

function membersOf(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      SEALED_NAMES.has(name) && member != null ? SEALED : valueOf(member, depth + 1),
    ]),
  );
}

function valueOf(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return nameAndCode(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return SEALED;
  if (depth > DEEPEST) return SEALED;
  if (Array.isArray(value)) return value.slice(0, LONGEST).map((each) => valueOf(each, depth + 1));
  return membersOf(value, depth);
}

function nameAndCode(error: Error): object {
  const { name } = error;
  return 'code' in error && typeof error.code === 'string' ? { name, code: error.code } : { name };
}

function inCamelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
