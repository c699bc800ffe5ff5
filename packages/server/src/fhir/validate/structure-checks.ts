/** What generated code calls when the structure of an element is not as it should be. */
import { isObject } from './fhirpath-functions.ts';
import type { Findings } from './findings.ts';

/** How deep the path may be; a step into an array takes two places in it. */
export const maximumDepth = 160;

/** A name that may be shown: an element's, not somebody's data that went astray. */
const plainKey = /^_?[A-Za-z][A-Za-z0-9]{0,63}$/;

export function structureChecks(findings: Findings) {
  const structure = (depth: number, diagnostics: string, key?: string) =>
    findings.error(depth, 'structure', diagnostics, key);

  return {
    P: findings.path,
    DEPTH: maximumDepth,
    isObject,
    isList(value: unknown, depth: number, key: string): value is readonly unknown[] {
      if (Array.isArray(value) && value.length > 0) return true;
      structure(depth, Array.isArray(value) ? messages.noItem : messages.noArray, key);
      return false;
    },
    notObject(value: unknown, depth: number, type: string): void {
      const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
      structure(depth, `The element is ${kind}: write it as an object, a ${type}.`);
    },
    unknown: (depth: number, key: string): void =>
      structure(depth, messages.unknown, plainKey.test(key) ? key : undefined),
    twice: (depth: number, key: string): void => structure(depth, messages.twice, key),
    tooDeep: (depth: number): void => findings.error(depth, 'too-costly', messages.deep),
    missing: (depth: number, key: string): void =>
      findings.error(depth, 'required', messages.missing, key),
    empty: (depth: number): void => findings.error(depth, 'invariant', messages.empty),
    /** `rule` is its key and its words in the definitions. */
    invariant(depth: number, rule: string, severity: 'error' | 'warning'): void {
      const diagnostics = `${rule.replace(/\.?$/, '.')} Change what breaks this rule.`;
      findings.add(depth, { severity, code: 'invariant', diagnostics });
    },
  };
}

const messages = {
  noArray: 'The element repeats: write it as an array.',
  noItem: 'An array has at least one item: leave the element out.',
  empty: 'ele-1: An element has a value or something in it: leave it out.',
  unknown: 'The element has no property of this name: correct or remove it.',
  missing: 'The element is required: add it.',
  twice: 'The element is a choice of one type: keep one of its properties.',
  deep: 'The resource is nested too deeply: write it flatter.',
};
