import type { BundleEntry, TransactionBundle } from '../demo/generate-chart.ts';
import type { Random } from '../demo/random.ts';
import { withReferences } from './ledger.ts';

export const MARKER_SYSTEM = 'https://wardkeep.example/faults';

/** Fewest and most entries that are picked; what they point to comes along. */
const PICKED = { least: 3, most: 28 };

/**
 * Some entries of a chart as a Bundle of their own, about a patient who is there already. Each resource carries an
 * identifier `<marker>/<index>`, so that it can be told whose it is wherever it turns up.
 */
export function sliceOf(
  chart: TransactionBundle,
  about: { readonly marker: string; readonly patientId: string },
  random: Random,
): TransactionBundle {
  const picked = pick(chart, random);
  const places = new Map(picked.map(({ fullUrl }) => [fullUrl, `urn:uuid:${random.uuid()}`]));
  const entry = picked.map((each, index): BundleEntry => {
    const resource = withReferences(each.resource, placesWithPatient(chart, places, about));
    const identifier = [{ system: MARKER_SYSTEM, value: `${about.marker}/${index}` }];
    const { fullUrl, request } = each;
    return {
      fullUrl: places.get(fullUrl) ?? fullUrl,
      resource: { ...resource, identifier },
      request,
    };
  });
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

function pick({ entry }: TransactionBundle, random: Random): BundleEntry[] {
  const [, ...others] = entry;
  const count = random.integer(PICKED.least, PICKED.most);
  const picked = new Set<BundleEntry>();
  while (picked.size < count) picked.add(random.pick(others));
  for (const each of picked) {
    const text = JSON.stringify(each.resource);
    // A set that grows while it is walked: what is added is looked at too.
    for (const other of others) if (text.includes(`"${other.fullUrl}"`)) picked.add(other);
  }
  return [...picked];
}

function placesWithPatient(
  { entry: [patient] }: TransactionBundle,
  places: ReadonlyMap<string, string>,
  { patientId }: { readonly patientId: string },
): ReadonlyMap<string, string> {
  return new Map([...places, [patient?.fullUrl ?? '', `Patient/${patientId}`]]);
}
