import { setImmediate as turn } from 'node:timers/promises';
import type { Tx } from '../../db/tx.ts';
import {
  Refusal,
  clientPurpose,
  exportPurpose,
  pseudonymText,
  pseudonymsOf,
  type AccountTools,
} from '../../gate/index.ts';
import { REVIEW_PURPOSE, readReviewedPatients } from '../emergency-access/index.ts';
import { readClientIds, readPatientsOf } from './reidentification-store.ts';

/** Made between two turns of the event loop, so that nobody else waits long. */
const PAGE = 250;
/** Charts that are tried for one pseudonym, some 30 µs each; one that two clients see counts twice. */
const TRIED_MOST = 200_000;

type Hashes = AccountTools['hashes'];

/**
 * Whose pseudonym this is; null for nobody's. Nothing leads back from one, so it is made anew for everybody who can have
 * one: those whose emergencies are reviewed, and those whom a client was ever let see.
 * @param pseudonym - In capitals: five groups of four as in reviews, or a UUID as clients and their exports have it.
 * @throws {@link Refusal} `not_supported` when there are too many to try.
 */
export async function findPseudonym(
  tx: Tx,
  hashes: Hashes,
  pseudonym: string,
): Promise<string | null> {
  const left = { tries: TRIED_MOST };
  const make = UUID.test(pseudonym) ? idMaker(hashes) : textMaker(hashes);
  const among = (purposes: readonly string[], page: NextPage): Promise<string | null> => {
    const makers = purposes.map(make);
    return findAmong(page, (id) => makers.some((shown) => shown(id) === pseudonym), left);
  };
  const reviewed = await among([REVIEW_PURPOSE], (after) => readReviewedPatients(tx, after, PAGE));
  if (reviewed !== null) return reviewed;
  for (const clientId of await readClientIds(tx)) {
    const purposes = [clientPurpose(clientId), exportPurpose(clientId)];
    const found = await among(purposes, (after) =>
      readPatientsOf(tx, clientId, { after, limit: PAGE }),
    );
    if (found !== null) return found;
  }
  return null;
}

const UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;

type Shown = (personId: string) => string;
type NextPage = (after: string | null) => Promise<readonly string[]>;

function textMaker(hashes: Hashes): (purpose: string) => Shown {
  return (purpose) => (personId) => pseudonymText(hashes, purpose, personId);
}

function idMaker(hashes: Hashes): (purpose: string) => Shown {
  return (purpose) => {
    // Whose it is only moves dates, which nobody asks for here.
    const { idOf } = pseudonymsOf(hashes, purpose, purpose);
    return (personId) => idOf(personId).toUpperCase();
  };
}

async function findAmong(
  next: NextPage,
  isIt: (personId: string) => boolean,
  left: { tries: number },
): Promise<string | null> {
  for (let after: string | null = null; ;) {
    const page: readonly string[] = await next(after);
    left.tries -= page.length;
    if (left.tries < 0) throw tooMany();
    const found = page.find(isIt);
    if (found !== undefined) return found;
    if (page.length < PAGE) return null;
    after = page.at(-1) ?? null;
    await turn();
  }
}

function tooMany(): Refusal {
  return new Refusal(
    'not_supported',
    'There are too many charts to try them all. Ask the operator; the approval stays good until it ends.',
  );
}
