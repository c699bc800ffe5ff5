/** Writes the checks of a type's FHIRPath constraints. */
import { compile } from './compile-fhirpath.ts';
import { many, NotCompiled, one, quoted, truth } from './compiled-code.ts';
import type { Code, Scope } from './compiled-code.ts';
import type { ModuleParts } from './module-parts.ts';
import { parseFhirpath } from './parse-fhirpath.ts';
import type { Constraint } from './read-definitions.ts';
import type { ElementModel, TypeModel } from './type-model.ts';

export interface EmittedConstraints {
  readonly lines: readonly string[];
  /** Elements whose values the lines use. */
  readonly used: ReadonlySet<string>;
  /** Checks that run on an element where it stands, by its name. */
  readonly onElements: ReadonlyMap<string, string>;
}

/** Checked by hand-written code: they need more than the element at hand. */
const byHand: Readonly<Record<string, string>> = {
  'ref-1': 'a contained reference resolves: target()',
  'dom-3': 'a contained resource is referenced: containedAreReferenced()',
  'txt-1': 'narrative()',
  'txt-2': 'narrative()',
};

/** Left out on purpose. */
const leftOut: Readonly<Record<string, string>> = {
  'ig-1': 'it takes time by the square, and no chart holds the type',
  'ig-2': 'it takes time by the square, and no chart holds the type',
  'dom-6': 'advice to have a narrative: it would be said of nearly every resource',
};

export function emitConstraints(type: TypeModel, parts: ModuleParts): EmittedConstraints {
  const used = new Set<string>();
  const onElements = new Map<string, string>();
  const own = type.constraints.flatMap((constraint) =>
    emitOne(constraint, { type, parts, scope: rootScope(type, used), at: 'd' }),
  );
  if (type.isResource && type.elements.has('contained')) {
    used.add('contained');
    own.push('  if ($contained !== undefined) containedAreReferenced(v, d);\n');
  }
  for (const element of type.elements.values()) {
    if (element.constraints.length === 0) continue;
    const js = onElement(element, type, parts);
    if (js !== '') onElements.set(element.name, js);
  }
  return { lines: own, used, onElements };
}

interface Place {
  readonly type: TypeModel;
  readonly parts: ModuleParts;
  readonly scope: Scope;
  readonly at: string;
}

function emitOne(constraint: Constraint, place: Place): string[] {
  const { key, severity, human, expression } = constraint;
  const { report, models } = place.parts;
  if (byHand[key] !== undefined) {
    report.byHand(key, place.type.name, byHand[key]);
    return [];
  }
  const reason = expression === undefined ? 'it has no expression' : leftOut[key];
  if (reason !== undefined) {
    report.notCompiled(key, place.type.name, reason);
    return [];
  }
  try {
    const code = compile(parseFhirpath(expression ?? ''), place.scope, models);
    report.compiled(key, place.type.name);
    const text = quoted(`${key}: ${human}`);
    // Rules on contained resources are told without looking where there are none.
    const guard = key.startsWith('dom-') ? '$contained !== undefined && ' : '';
    return [
      `  if (${guard}${failure(code, severity)}) invariant(${place.at}, ${text}, ${quoted(severity)});\n`,
    ];
  } catch (error) {
    if (!(error instanceof NotCompiled)) throw error;
    report.notCompiled(key, place.type.name, error.message);
    return [];
  }
}

/** An empty result fails a rule, as FHIR's reference validators have it, but gives no advice. */
function failure(code: Code, severity: string): string {
  if (code.kind === 'bool') return `!(${code.js})`;
  return severity === 'error' ? `${truth(code)} !== true` : `${truth(code)} === false`;
}

/** Names of elements are local variables, which the pass over the keys has filled. */
function rootScope(type: TypeModel, used: Set<string>): Scope {
  const self = one('v', [type.name]);
  return {
    self,
    member(name) {
      if (name === '%resource') return one('RES', [type.home]);
      if (name === '%context') return self;
      if (name === type.home && !type.elements.has(name)) return self;
      const element = type.elements.get(name);
      if (element === undefined) return undefined;
      used.add(name);
      return local(element);
    },
  };
}

function local(element: ElementModel): Code {
  const { name } = element;
  const models = element.types.map((type) => type.model);
  const exists = `$${name} !== undefined || $_${name} !== undefined`;
  if (element.isChoice) {
    const taken = { js: `$${name}$`, name };
    return { kind: 'one', js: `$${name}`, exists, models, taken };
  }
  const plain = models.every((model) => /^[A-Z]|^system/.test(model))
    ? `$${name} !== undefined`
    : exists;
  if (!element.isArray) return { kind: 'one', js: `$${name}`, exists: plain, models };
  return { ...many(`listOf($${name})`, models), exists: plain };
}

function onElement(element: ElementModel, type: TypeModel, parts: ModuleParts): string {
  const models = element.types.map((one) => one.model);
  const self = one(element.isArray ? 'y' : 'x', models.length === 1 ? models : []);
  const scope: Scope = {
    self,
    member: (name) => (name === '%resource' ? one('RES', [type.home]) : undefined),
  };
  const lines = element.constraints.flatMap((constraint) =>
    emitOne(constraint, { type, parts, scope, at: element.isArray ? 'd + 2' : 'd + 1' }),
  );
  const checks = lines.map((line) => line.trim()).join(' ');
  if (checks === '') return '';
  if (!element.isArray) return ` P[d] = k; ${checks}`;
  return ` P[d] = k; listOf(x).forEach((y, i) => { P[d + 1] = i; ${checks} });`;
}
