import pg, { type CustomTypesConfig } from 'pg';

import { DatabaseError } from './database-error.ts';

const { types } = pg;

/**
 * How values come back: int8 as number (refused past 2^53 - 1), timestamptz as Date (milliseconds;
 * infinity is refused), bytea as Buffer, date and timestamp without zone as PostgreSQL's own text,
 * because a Date would move them into the process's zone. A refusal is `unsafe_value`.
 */
export const valueParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    const own = format === 'binary' ? undefined : textParsers.get(oid);
    const theirs: unknown = types.getTypeParser(oid, format);
    return own ?? theirs;
    // `as`: pg declares one overload for each format and value type
  }) as CustomTypesConfig['getTypeParser'],
};

type Parse = (text: string) => unknown;

// Oids of pg_type.dat: fixed in every PostgreSQL.
const textParsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [20, safeInteger], // int8
  [1016, (text) => elementsOf(text, safeInteger)], // int8[]
  [1082, asText], // date
  [1114, asText], // timestamp
  [1184, finiteDate], // timestamptz
  [1115, (text) => elementsOf(text, asText)], // timestamp[]
  [1182, (text) => elementsOf(text, asText)], // date[]
  [1185, (text) => elementsOf(text, finiteDate)], // timestamptz[]
]);

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new DatabaseError('unsafe_value', 'an int8 of the database is beyond 2^53 - 1');
}

function finiteDate(text: string): Date {
  // `as`: pg's parsers are untyped
  const parse = types.getTypeParser(types.builtins.TIMESTAMPTZ) as Parse;
  const value: unknown = parse(text);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new DatabaseError('unsafe_value', 'a timestamptz of the database is not a finite date');
}

function asText(text: string): string {
  return text;
}

/** Every array has the syntax of text[] (oid 1009), whose parser returns strings and nulls. */
function elementsOf(text: string, parse: Parse): unknown[] {
  // `as`: pg's list of oids names no arrays, and its parsers are untyped
  const textArray = 1009 as Parameters<typeof types.getTypeParser>[0];
  // `as`: the driver's parsers are untyped
  const split = types.getTypeParser(textArray, 'text') as Parse;
  // `as`: text[] holds strings and nulls
  const elements = split(text) as (string | null)[];
  return elements.map((element) => (element === null ? null : parse(element)));
}
