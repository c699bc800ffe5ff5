import { isDeepStrictEqual } from 'node:util';
import { type Chart, readChart, readResource } from '../../packages/contract/src/index.ts';
import { ProblemError } from '../../packages/client/src/index.ts';
import type { FhirResource } from '../demo/generate-chart.ts';
import type { Random } from '../demo/random.ts';
import { inBatches } from './in-batches.ts';
import type { Importer } from './importer.ts';
import { type SentBundle, expectedResources, mustBeThere } from './ledger.ts';
import { MARKER_SYSTEM } from './slice.ts';

export interface RecordFaults {
  readonly lost: string[];
  readonly halfWritten: string[];
  /** There although the server had said no, or nobody sent it. */
  readonly uninvited: string[];
  /** How many resources were read and compared. */
  readonly compared: number;
}

/** Bundles that an earlier check has compared already; later ones look at some of them again. */
const compared = new WeakSet<SentBundle>();
const AGAIN = 0.1;

/**
 * Compares what the ledger says with what the server returns over HTTP: everything acknowledged is there and equals
 * what was sent; every other Bundle is there whole or not at all.
 *
 * @param whole - Compares every resource; else all that is new and a tenth of the rest.
 */
export async function checkRecords(
  importer: Importer,
  { whole, random }: { readonly whole: boolean; readonly random: Random },
): Promise<RecordFaults> {
  const { client, personId, ledger, name } = importer;
  const chart = await client.call(readChart, { params: { patientId: personId } });
  const there = idsIn(chart);
  const lost = ledger.bundles
    .filter(mustBeThere)
    .flatMap(({ marker, ids }) =>
      ids.filter((id) => !there.has(id)).map((id) => `${marker}: ${id} is not in the chart`),
    );
  const found = await findUnanswered(importer, there);
  const chosen = ledger.bundles.filter(
    (sent) => mustBeThere(sent) && (whole || !compared.has(sent) || random.next() < AGAIN),
  );
  const differing = (await inBatches(chosen, (sent) => compare(importer, sent))).flat();
  const total = Object.values(chart.counts).reduce((sum, count) => sum + count, 0);
  const miscounted = total === there.size ? [] : [`${name}: counts ${total}, lists ${there.size}`];
  return {
    lost: [...lost, ...differing],
    halfWritten: [...found.halfWritten, ...miscounted],
    uninvited: found.uninvited,
    compared: chosen.reduce((sum, { ids }) => sum + ids.length, 0),
  };
}

/** All types that a Bundle of ours may hold are on the chart's first page. */
function idsIn(chart: Chart): Set<string> {
  const { conditions, medications, allergies, immunizations, encounters, results } = chart;
  const entries = [conditions, medications, allergies, immunizations, encounters, results].flat();
  const points = chart.series.flatMap((each) => each.points);
  return new Set([
    ...(chart.patient === null ? [] : [`Patient/${chart.patient.id}`]),
    ...entries.map(({ type, id }) => `${type}/${id}`),
    ...points.map(({ id }) => `Observation/${id}`),
  ]);
}

/** Looks whose the resources are that no answer told about, and settles the fate of their Bundles. */
async function findUnanswered(
  importer: Importer,
  there: ReadonlySet<string>,
): Promise<Pick<RecordFaults, 'halfWritten' | 'uninvited'>> {
  const { bundles } = importer.ledger;
  const known = new Set(bundles.filter(mustBeThere).flatMap(({ ids }) => ids));
  const unknown = [...there].filter((id) => !known.has(id));
  const halfWritten: string[] = [];
  const uninvited: string[] = [];
  const found = new Map<string, Map<number, string>>();
  await inBatches(unknown, async (id) => {
    const [marker, index] = markerOf(await read(importer, id));
    found.set(marker, (found.get(marker) ?? new Map<number, string>()).set(index, id));
  });
  for (const [marker, places] of found) {
    const sent = bundles.find((each) => each.marker === marker);
    if (sent?.fate !== 'unanswered') {
      uninvited.push(`${marker || 'no marker'}: there, but ${sent?.fate ?? 'never sent'}`);
      continue;
    }
    const size = sent.bundle.entry.length;
    if (places.size !== size) halfWritten.push(`${marker}: ${places.size} of ${size} are there`);
    sent.fate = 'found';
    sent.ids = sent.bundle.entry.map((_, index) => places.get(index) ?? 'nowhere');
  }
  return { halfWritten, uninvited };
}

async function compare(importer: Importer, sent: SentBundle): Promise<string[]> {
  const expected = expectedResources(sent);
  const faults: string[] = [];
  for (const [index, id] of sent.ids.entries()) {
    const resource = await read(importer, id);
    if (resource === undefined) faults.push(`${sent.marker}: ${id} can’t be read`);
    else if (!isDeepStrictEqual(withoutServerMembers(resource), expected[index]))
      faults.push(`${sent.marker}: ${id} differs from what was sent`);
  }
  compared.add(sent);
  return faults;
}

/** Undefined when the server says no; what else goes wrong ends the run. */
async function read({ client }: Importer, reference: string): Promise<FhirResource | undefined> {
  const [type = '', id = ''] = reference.split('/');
  try {
    return await client.call(readResource, { params: { type, id } });
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** What the server adds: an id, and in `meta` the version and the time. What we send has no `meta`. */
function withoutServerMembers({ id: _id, meta: _meta, ...rest }: FhirResource): unknown {
  return rest;
}

function markerOf(resource: FhirResource | undefined): [marker: string, index: number] {
  const identifiers = resource?.['identifier'];
  if (!Array.isArray(identifiers)) return ['', 0];
  const ours = identifiers.find((each: { system?: string }) => each.system === MARKER_SYSTEM) as
    { value: string } | undefined; // Written by us alone, with this shape.
  const [marker = '', index = '0'] = ours?.value.split('/') ?? [];
  return [marker, Number(index)];
}
