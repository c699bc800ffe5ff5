/**
 * JavaScript for a FHIRPath expression, with what is known about its value when it is compiled.
 *
 * - `bool`: true or false, never nothing.
 * - `tri`: true, false, or undefined for FHIRPath's empty collection.
 * - `one`: a value of at most one element, or undefined.
 * - `many`: an array.
 */
export type Code = Truth | Value;

interface Truth {
  readonly kind: 'bool' | 'tri';
  readonly js: string;
}

export interface Value {
  readonly kind: 'one' | 'many';
  readonly js: string;
  /** JavaScript that tells whether there is anything; a primitive may be extensions only. */
  readonly exists: string;
  /** The models it may be of; empty where only the value tells. */
  readonly models: readonly string[];
  /** For a choice: JavaScript that gives the property that was taken, and the element's name. */
  readonly taken?: { readonly js: string; readonly name: string };
}

/** Where names without a context are looked up. */
export interface Scope {
  readonly self: Code;
  readonly member: (name: string) => Code | undefined;
}

/** The expression is outside what is compiled; the message is the reason that the report gives. */
export class NotCompiled extends Error {}

export const bool = (js: string): Code => ({ kind: 'bool', js });
export const tri = (js: string): Code => ({ kind: 'tri', js });
export const one = (js: string, models: readonly string[] = []): Value => ({
  kind: 'one',
  js,
  exists: `${js} !== undefined`,
  models,
});
export const many = (js: string, models: readonly string[] = []): Value => ({
  kind: 'many',
  js,
  exists: `${js}.length > 0`,
  models,
});
export const quoted = (value: unknown): string => JSON.stringify(value);

/** As FHIRPath's singleton evaluation makes a Boolean: JavaScript that is true, false or undefined. */
export function truth(code: Code): string {
  if (code.kind === 'one') return `truth(${code.js})`;
  return code.kind === 'many' ? `truthOfMany(${code.js})` : code.js;
}

export function asList(code: Code): string {
  return code.kind === 'many' ? code.js : `listOf(${code.js})`;
}

/** JavaScript for a single value, or undefined where there are none or several. */
export function asOne(code: Code): string {
  return code.kind === 'many' ? `single(${code.js})` : code.js;
}

export function exists(code: Code): string {
  return 'exists' in code ? `(${code.exists})` : `(${code.js} !== undefined)`;
}

export function negated(code: Code): Code {
  if (code.kind === 'bool') return bool(`!(${code.js})`);
  return tri(`not(${truth(code)})`);
}
