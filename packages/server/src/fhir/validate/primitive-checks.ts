/**
 * Primitives that repeat, and what stands beside a primitive: `_name` with its id and extensions
 * (https://hl7.org/fhir/R4/json.html#primitive).
 */
import { isObject } from './fhirpath-functions.ts';
import type { Findings } from './findings.ts';
import { primitives as tests } from './primitives.ts';
import type { Codes } from './value-checks.ts';
import { faultOf, notIn } from './value-checks.ts';

type Check = (value: unknown, depth: number) => void;
type IsList = (value: unknown, depth: number, key: string) => value is readonly unknown[];

/** What the items of a repeating primitive have to be. */
interface Items {
  readonly test: (value: unknown) => boolean;
  readonly type: string;
  readonly codes?: Codes;
  readonly valueSet?: string;
}

export class PrimitiveChecks {
  readonly #findings: Findings;
  readonly #isList: IsList;
  readonly #extension: Check;

  constructor(findings: Findings, isList: IsList, extension: Check) {
    this.#findings = findings;
    this.#isList = isList;
    this.#extension = extension;
  }

  /** `_name`; `of` is the value of `name`. */
  sibling(value: unknown, of: unknown, depth: number, key: string): void {
    this.#findings.path[depth] = key.slice(1);
    this.#element(value, depth + 1, of !== undefined);
  }

  /** `_name` of a primitive that repeats. */
  siblings(value: unknown, of: unknown, depth: number, key: string): void {
    if (!this.#isList(value, depth, key)) return;
    const values = Array.isArray(of) ? of : undefined;
    if (values !== undefined && values.length !== value.length) {
      this.#findings.error(depth, 'structure', messages.unaligned, key);
    }
    value.forEach((one, index) => {
      this.#findings.path[depth] = key.slice(1);
      this.#findings.path[depth + 1] = index;
      const hasValue = values?.[index] != null;
      if (one !== null) this.#element(one, depth + 2, hasValue);
      else if (!hasValue) this.#findings.error(depth + 2, 'structure', messages.nothing);
    });
  }

  /** A primitive that repeats; `beside` is its array of siblings. */
  primitives(
    value: unknown,
    beside: unknown,
    [depth, key]: readonly [number, string],
    items: Items,
  ): void {
    if (!this.#isList(value, depth, key)) return;
    const { test, codes } = items;
    for (let at = 0; at < value.length; at++) {
      const one = value[at];
      if (codes === undefined ? test(one) : codes.has(one)) continue;
      // null keeps the place of an item that has extensions only.
      if (one === null && Array.isArray(beside) && beside[at] != null) continue;
      this.#findings.path[depth] = key;
      this.#findings.path[depth + 1] = at;
      this.#itemFault(one, depth + 2, items);
    }
  }

  #itemFault(one: unknown, depth: number, { test, type, valueSet = '' }: Items): void {
    if (one === null) this.#findings.error(depth, 'structure', messages.nothing);
    else if (test(one)) this.#findings.error(depth, 'code-invalid', notIn(valueSet));
    else this.#findings.error(depth, 'value', faultOf(one, type));
  }

  /** The object with id and extensions; `depth` is behind the primitive's name. */
  #element(value: unknown, depth: number, hasValue: boolean): void {
    if (!isObject(value)) {
      this.#findings.error(depth, 'structure', messages.noObject);
      return;
    }
    for (const key in value) {
      const part = value[key];
      if (key === 'extension') this.#extensions(part, depth);
      else if (key !== 'id') this.#findings.error(depth, 'structure', messages.unknown);
      else if (!tests.systemString(part)) {
        this.#findings.error(depth, 'value', faultOf(part, 'systemString'), key);
      }
    }
    const isEmpty = value['extension'] === undefined && !(hasValue && value['id'] !== undefined);
    if (isEmpty) this.#findings.error(depth, 'invariant', messages.empty);
  }

  #extensions(list: unknown, depth: number): void {
    if (!this.#isList(list, depth, 'extension')) return;
    list.forEach((one, index) => {
      this.#findings.path[depth] = 'extension';
      this.#findings.path[depth + 1] = index;
      this.#extension(one, depth + 2);
    });
  }
}

const messages = {
  noObject: 'Beside a primitive stands an object with its id and extensions.',
  unknown: 'Beside a primitive stand its id and extensions only: remove the rest.',
  empty: 'ele-1: An element has a value or something in it: leave it out.',
  unaligned: 'Values and their extensions are aligned: fill the shorter array with null.',
  nothing:
    'An item has a value or extensions: null stands only where its counterpart has something.',
};
