import { adultChart } from './adult-chart.ts';
import type { TransactionBundle } from './chart-builder.ts';
import { childChart } from './child-chart.ts';
import type { ChartOwner } from './people.ts';
import { smallChart } from './small-chart.ts';

export type { BundleEntry, FhirResource, TransactionBundle } from './chart-builder.ts';

const CHARTS = { adult: adultChart, child: childChart, small: smallChart };

export type ChartKind = keyof typeof CHARTS;

/**
 * A chart of a person who does not exist, as a FHIR R4 transaction of POSTs with `urn:uuid` references. The same seed
 * and day give the same chart; its records end at `today`. Nothing in it comes from a real person.
 */
export function generateChart(kind: ChartKind, seed: string, today: Date): TransactionBundle {
  return CHARTS[kind](seed, today);
}

/** Whom a generated chart is of. */
export function ownerOf({ entry }: TransactionBundle): ChartOwner {
  const patient = entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource;
  if (patient === undefined) throw new Error('a generated chart has no patient');
  const [{ family, given }] = patient['name'] as [{ family: string; given: readonly string[] }]; // as ChartBuilder makes it
  return { given: given.join(' '), family, birthDate: String(patient['birthDate']) };
}
