/** What generated code calls about a value: of which type, from which value set, safe to show. */
import { isObject } from './fhirpath-functions.ts';
import type { Findings } from './findings.ts';
import { emptyNarrative, narrativeFault } from './narrative.ts';
import { primitives } from './primitives.ts';

/** The codes of a value set, listed or told by their shape. */
export interface Codes {
  readonly has: (code: unknown) => boolean;
}

const longestCode = 256;

export function valueChecks(findings: Findings) {
  return {
    wrong(value: unknown, depth: number, key: string, type: string): void {
      findings.error(depth, 'value', faultOf(value, type), key);
    },
    notInSet(value: unknown, depth: number, key: string, valueSet: string): void {
      if (primitives.code(value)) findings.error(depth, 'code-invalid', notIn(valueSet), key);
      else findings.error(depth, 'value', faultOf(value, 'code'), key);
    },
    boundConcept(
      value: unknown,
      depth: number,
      systems: ReadonlyMap<unknown, Codes>,
      valueSet: string,
    ): void {
      if (!isObject(value)) return;
      const codings = Array.isArray(value['coding']) ? value['coding'].filter(isObject) : [];
      if (codings.some((one) => systems.get(one['system'])?.has(one['code']))) return;
      findings.error(
        depth,
        'code-invalid',
        `No coding is in ${valueSet}: choose one of its codes.`,
      );
    },
    shape: (pattern: RegExp): Codes => ({
      has: (code) => typeof code === 'string' && code.length <= longestCode && pattern.test(code),
    }),
    narrative(value: unknown, depth: number, key: string): void {
      const fault = typeof value === 'string' ? narrativeFault(value) : 'be a string';
      if (fault === undefined) return;
      // HL7's own examples have narratives of white space, so that this one refuses nothing.
      const isEmpty = fault === emptyNarrative;
      const diagnostics = `${isEmpty ? 'txt-2' : 'txt-1'}: The narrative has to ${fault}.`;
      const severity = isEmpty ? 'warning' : 'error';
      findings.add(depth, { severity, code: 'invariant', diagnostics }, key);
    },
  };
}

export const notIn = (valueSet: string): string =>
  `The code is not in ${valueSet}: choose one of its codes.`;

const names: Readonly<Record<string, string>> = {
  systemId: 'id',
  systemUri: 'uri',
  systemString: 'id without spaces',
};

/** Why the value is none of the primitive type. */
export function faultOf(value: unknown, type: string): string {
  if (value === null) return 'An element is never null: leave it out.';
  if (value === '') return 'A text has at least one character: leave the element out.';
  return `The value is no ${names[type] ?? type} of FHIR R4: correct it.`;
}
