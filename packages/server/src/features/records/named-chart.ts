import type { Tx } from '../../db/tx.ts';
import { ownPerson, type Caller } from '../../gate/index.ts';
import { refuseWithoutChart } from './chart-required-rules.ts';
import { at, list, text } from './fhir-path-rules.ts';
import { ownerOfRecord } from './owner-of-record.ts';
import { readQuery } from './entry-rules.ts';
import { patientIn } from './search-text-rules.ts';
import { patientNamedBy } from './subject-rules.ts';

/**
 * FHIR's addresses name no person; the resource does, and of a Bundle, failing that, the first record that an entry names.
 * One that names nobody here goes into the caller's own chart. Whether there is such a person is not looked up: the gate
 * answers alike for nobody and for somebody who is not the caller's to see.
 * @throws Refusal `patient_required` for who has no chart of their own.
 */
export async function namedChart(
  facts: { readonly caller: Caller; readonly tx: Tx },
  { body }: { readonly body: unknown },
  base: string,
): Promise<string | null> {
  const named = patientNamedBy(body, base) ?? (await ownerOfEntries(facts, body));
  if (named !== undefined) return named;
  refuseWithoutChart(facts.caller, { path: 'subject', type: text(body, 'resourceType') ?? '' });
  return ownPerson(facts);
}

const LOOKED_UP_MOST = 10;
const ADDRESS = /^(?<type>[A-Z][A-Za-z]+)(?:\/(?<id>[0-9a-f-]{36})|\?(?<query>.*))$/s;

async function ownerOfEntries(
  facts: { readonly tx: Tx },
  body: unknown,
): Promise<string | undefined> {
  if (text(body, 'resourceType') !== 'Bundle') return undefined;
  const addresses = list(body, 'entry').flatMap((entry) => {
    const { groups } = ADDRESS.exec(text(at(entry, 'request'), 'url') ?? '') ?? {};
    return groups === undefined ? [] : [groups];
  });
  for (const { type = '', id, query } of addresses.slice(0, LOOKED_UP_MOST)) {
    const owner =
      id === undefined
        ? patientIn(readQuery(query ?? ''))
        : await ownerOfRecord(facts, { params: { type, id } });
    if (owner !== null && owner !== undefined) return owner;
  }
  return undefined;
}
