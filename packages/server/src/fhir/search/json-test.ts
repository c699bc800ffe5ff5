import type { Condition, Search } from './search.ts';

/** Parameters of codes and numbers that are compared as they are written; telephone numbers are not. */
const AS_WRITTEN: ReadonlySet<string> = new Set([
  'code',
  'combo-code',
  'identifier',
  'vaccine-code',
]);
/** Neither case nor JSON writes these in another way. */
const WRITTEN_ONE_WAY = /^[0-9][0-9./-]+$/;

/** Of a resource's JSON, UTF-8. */
export type JsonTest = (json: Uint8Array) => boolean;

/**
 * A test that lets through whatever the search may find, and little else: without parsing it.
 * @returns undefined where a search asks for nothing that could be seen in the text
 */
export function jsonTestOf({ conditions }: Search): JsonTest | undefined {
  const groups = conditions.flatMap((condition) => {
    const codes = codesOf(condition);
    return codes === undefined ? [] : [codes.map((code) => Buffer.from(code))];
  });
  if (groups.length === 0) return undefined;
  return (json) => {
    const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
    return groups.every((codes) => codes.some((code) => text.includes(code)));
  };
}

/** One of these stands in all that the condition holds of. */
function codesOf(condition: Condition): readonly string[] | undefined {
  if (condition.by !== 'value' || condition.modifier !== undefined) return undefined;
  if (!AS_WRITTEN.has(condition.code)) return undefined;
  const codes = condition.values.flatMap((value) =>
    value.kind === 'token' && value.code !== undefined && WRITTEN_ONE_WAY.test(value.code)
      ? [value.code]
      : [],
  );
  return codes.length === condition.values.length ? codes : undefined;
}
