import type { FhirResource, TransactionBundle } from '../demo/generate-chart.ts';

/**
 * What became of something that was sent.
 *
 * - `sent`: under way.
 * - `acknowledged`: the server said that it is done. It must be there, for good.
 * - `unanswered`: no answer came. It may be there whole, or not at all.
 * - `refused`: the server said that it is not done. It must not be there.
 * - `found`: unanswered, and there whole when looked for. From then on it must stay.
 */
export type Fate = 'sent' | 'acknowledged' | 'unanswered' | 'refused' | 'found';

export interface SentBundle {
  /** In an identifier of each of its resources. */
  readonly marker: string;
  readonly bundle: TransactionBundle;
  fate: Fate;
  /** `Type/id` of each entry, once known. */
  ids: readonly string[];
}

export interface SentDocument {
  readonly documentId: string;
  readonly bytes: Uint8Array;
  fate: Fate;
}

/** One patient's. */
export interface Ledger {
  readonly bundles: SentBundle[];
  readonly documents: SentDocument[];
  /** How often each refusal was heard, by code. */
  readonly refusals: Map<string, number>;
  /** What is wrong with answers themselves. */
  readonly violations: string[];
}

export function emptyLedger(): Ledger {
  return { bundles: [], documents: [], refusals: new Map(), violations: [] };
}

export function mustBeThere({ fate }: { readonly fate: Fate }): boolean {
  return fate === 'acknowledged' || fate === 'found';
}

/** The resources as they must come back: with references that lead to where the entries are now. */
export function expectedResources({ bundle, ids }: SentBundle): readonly FhirResource[] {
  const here = new Map(bundle.entry.map(({ fullUrl }, index) => [fullUrl, ids[index] ?? '']));
  return bundle.entry.map(({ resource }) => withReferences(resource, here));
}

/** A copy in which each `reference` that `places` knows leads where it says. */
export function withReferences(
  resource: FhirResource,
  places: ReadonlyMap<string, string>,
): FhirResource {
  const text = JSON.stringify(resource, (name, value: unknown) =>
    name === 'reference' && typeof value === 'string' ? (places.get(value) ?? value) : value,
  );
  // The same members as the resource that went in.
  return JSON.parse(text) as FhirResource;
}
