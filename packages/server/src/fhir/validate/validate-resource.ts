import { loadGenerated } from '../definitions/index.ts';
import { fhirpathFunctions, forgetIntersection, isObject } from './fhirpath-functions.ts';
import { DefinitionBudget } from './definition-budget.ts';
import { Findings, TooManyIssues } from './findings.ts';
import type { Issue } from './issue.ts';
import { PrimitiveChecks } from './primitive-checks.ts';
import { primitives } from './primitives.ts';
import { References } from './references.ts';
import { structureChecks } from './structure-checks.ts';
import { valueChecks } from './value-checks.ts';

type Check = (value: unknown, depth: number) => void;

/** The resource types of R4 that can be instantiated: 146, all but Resource and DomainResource. */
export const resourceTypes: ReadonlySet<string> = new Set(
  // The generator writes an array of names.
  loadGenerated('resource-types.json') as readonly string[],
);

export interface ValidationOptions {
  /**
   * `unresolved`: nobody has looked where the references lead, so a `Type/id` of a type that its element does not allow is
   * a warning (HL7's own examples have such). `resolved`, as without it: an error.
   */
  readonly references?: 'resolved' | 'unresolved';
}

/**
 * Checks a parsed resource against base R4 (4.0.1): structure, cardinality, types, required bindings,
 * invariants, references. Profiles are not looked at.
 *
 * @returns errors refuse the resource; warnings and information do not. At most 200, and then one
 * that says that there are more. Empty for a valid resource. Never throws, whatever comes in.
 */
export function validateResource(
  resource: unknown,
  { references = 'resolved' }: ValidationOptions = {},
): readonly Issue[] {
  const type = typeOf(resource);
  inside.begin(references === 'resolved');
  findings.begin(type ?? 'Resource');
  definitions.begin();
  forgetIntersection();
  return findings.end(isCutShort(resource));
}

function isCutShort(resource: unknown): boolean {
  try {
    runtime.resource(resource, 1);
    return false;
  } catch (error) {
    if (error instanceof TooManyIssues) return true;
    throw error;
  }
}

const findings = new Findings();
const inside = new References(findings, resourceTypes);
const structure = structureChecks(findings);
const definitions = new DefinitionBudget(findings);
const beside = new PrimitiveChecks(
  findings,
  (value, depth, key) => structure.isList(value, depth, key),
  (value, depth) => datatype('Extension')(value, depth),
);
const checks = new Map<string, Check>();

const runtime = {
  ...fhirpathFunctions,
  ...primitives,
  ...structure,
  ...valueChecks(findings),
  sibling: beside.sibling.bind(beside),
  siblings: beside.siblings.bind(beside),
  primitives: beside.primitives.bind(beside),
  target: inside.target.bind(inside),
  containedAreReferenced: inside.containedAreReferenced.bind(inside),
  /** A resource that stands for itself: alone, in a Bundle's entry, in a parameter. */
  resource(value: unknown, depth: number): void {
    const before = inside.enter(isObject(value) ? value : undefined);
    checkResource(value, depth);
    inside.leave(before);
  },
  contained: checkResource,
};

// The generated modules' shape is the generator's promise.
const datatypes = load('datatypes') as Readonly<Record<string, Check>>;

function datatype(name: string): Check {
  const check = datatypes[name];
  if (check === undefined) throw new TypeError(`no datatype ${name} was generated`);
  return check;
}

function typeOf(value: unknown): string | undefined {
  const type = isObject(value) ? value['resourceType'] : undefined;
  return typeof type === 'string' && resourceTypes.has(type) ? type : undefined;
}

function checkResource(value: unknown, depth: number): void {
  const type = typeOf(value);
  if (type !== undefined) {
    if (definitions.allows(value, depth)) checkOf(type)(value, depth);
    return;
  }
  if (!isObject(value)) {
    findings.error(depth, 'structure', 'A resource is a JSON object.');
    return;
  }
  findings.error(depth, 'structure', 'Name a resource type of FHIR R4.', 'resourceType');
}

/** A type is loaded when the first resource of it comes. */
function checkOf(type: string): Check {
  const known = checks.get(type);
  if (known !== undefined) return known;
  // The generated modules' shape is the generator's promise.
  const made = load(type) as Check;
  checks.set(type, made);
  return made;
}

function load(name: string): unknown {
  // The generated modules' shape is the generator's promise.
  const module = loadGenerated(`validate/${name}.mjs`) as {
    create: (runtime: object, datatypes: unknown) => unknown;
  };
  return module.create(runtime, name === 'datatypes' ? undefined : datatypes);
}
