import { isObject } from './fhirpath-functions.ts';
import type { Findings } from './findings.ts';

/**
 * Element definitions have more rules than anything else: each costs thirty times what an element of a record does. The
 * longest profile of R4 itself has some two hundred; 1 MiB of what a publisher writes holds fewer than three thousand.
 */
export const maximumDefinitions = 5_000;

const LISTS = ['snapshot', 'differential'] as const;

/** How many element definitions one walk looks at, wherever in the resource they stand. */
export class DefinitionBudget {
  readonly #findings: Findings;
  #left = maximumDefinitions;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  begin(): void {
    this.#left = maximumDefinitions;
  }

  /** False, once that is said, for a StructureDefinition with more than what is left: it is not to be looked at. */
  allows(resource: unknown, depth: number): boolean {
    if (!isObject(resource) || resource['resourceType'] !== 'StructureDefinition') return true;
    for (const list of LISTS) {
      const many = elementsOf(resource[list]);
      if (many > this.#left) {
        this.#findings.error(depth, 'too-costly', TOO_MANY, `${list}.element`);
        return false;
      }
      this.#left -= many;
    }
    return true;
  }
}

function elementsOf(view: unknown): number {
  const elements = isObject(view) ? view['element'] : undefined;
  return Array.isArray(elements) ? elements.length : 0;
}

const TOO_MANY = `There are more than ${maximumDefinitions} element definitions: split the resource.`;
