import type { ChartScope } from '../../gate/index.ts';
import { danglingOf, keyOf } from '../records/index.ts';
import type { PlannedEntry } from './plan-rules.ts';
import { fault, type Fault } from './sent-rules.ts';
import { isAboutNobodyHere, isAboutPatientElsewhere, unlinked } from './unlink-rules.ts';

/** Where references of a file may lead, once it is stored. */
export interface Links {
  readonly isKnown: (reference: string) => boolean;
  /** Places of those out of the file that lead to nothing in the chart. */
  readonly missing: ReadonlySet<string>;
}

/** @param entries - Those that will be in the chart, and those that were and are deleted: what leads there stays. */
export async function linksOf(
  scope: ChartScope,
  entries: readonly PlannedEntry[],
  isNew: boolean,
): Promise<Links> {
  const { personId } = scope;
  const here = new Set(entries.map(keyOf));
  here.add(`Patient/${personId}`);
  const outside = entries
    .flatMap((entry) => entry.outside)
    .filter((each) => !here.has(keyOf(each)));
  const missing = isNew ? outside : await danglingOf(scope, outside);
  const gone = new Set(missing.map(keyOf));
  for (const each of outside) if (!gone.has(keyOf(each))) here.add(keyOf(each));
  return {
    isKnown: (reference) =>
      reference.startsWith('#') ||
      /^https?:\/\//.test(reference) ||
      here.has(reference.replace(/\/_history\/.*$/, '')),
    missing: new Set(missing.map(({ path }) => path)),
  };
}

/** Everything that leads nowhere, where it stands. */
export function danglingIn(entries: readonly PlannedEntry[], { missing }: Links): readonly Fault[] {
  // Without a Patient in it, a file of another server's records is about whom its sender says.
  const holdsPatient = entries.some(({ type }) => type === 'Patient');
  return entries.flatMap(({ path, dangling, outside, resource }) => [
    ...(holdsPatient && isAboutPatientElsewhere(resource) ? [aboutAnother(path)] : []),
    ...dangling.map((element) => unresolved(path, element, 'names nothing in this file')),
    ...outside
      .filter((each) => missing.has(each.path))
      .map((each) => unresolved(path, each.path, 'names nothing in this file or this chart')),
  ]);
}

/** Without references that lead nowhere; what is about somebody who is not here is left out. */
export function withLinks(
  entries: readonly PlannedEntry[],
  { isKnown }: Links,
): { readonly kept: readonly PlannedEntry[]; readonly faults: readonly Fault[] } {
  const kept: PlannedEntry[] = [];
  const faults: Fault[] = [];
  for (const entry of entries) {
    const { path, resource } = entry;
    if (isAboutNobodyHere(resource, isKnown)) {
      faults.push(aboutAnother(path));
      continue;
    }
    const without = unlinked(resource, isKnown);
    kept.push(without === resource ? entry : { ...entry, resource: without });
    if (without !== resource) {
      const why =
        'was taken, but a reference of it leads to nothing in this file or this chart: it is kept as an identifier';
      faults.push(fault(path, 'unresolved_reference', why));
    }
  }
  return { kept, faults };
}

function aboutAnother(path: string): Fault {
  const why = 'is about somebody who is neither in this file nor this chart’s person';
  return fault(path, 'another_person', why);
}

function unresolved(where: string, element: string, why: string): Fault {
  return { ...fault(where, 'unresolved_reference', why), element };
}
