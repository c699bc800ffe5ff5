import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  ClientError,
  ProblemError,
  createClient,
} from '../../packages/client/src/index.ts';
import {
  type PersonId,
  createDocument,
  signIn,
  signUp,
  transaction,
  uploadDocument,
} from '../../packages/contract/src/index.ts';
import { cookieFetch } from '../demo/cookie-fetch.ts';
import { examplePng } from '../demo/example-files.ts';
import { generateChart, type TransactionBundle } from '../demo/generate-chart.ts';
import { seededRandom, type Random } from '../demo/random.ts';
import { type Fate, type Ledger, type SentBundle, emptyLedger } from './ledger.ts';
import type { Road } from './road.ts';
import { sliceOf } from './slice.ts';

const ANSWER_MS = 60_000;
/** After a refusal: the server says to try again in a moment. */
const PAUSE_MS = 40;
/** One request in so many brings a document. */
const DOCUMENT_EVERY = 5;

/** A patient who imports without pause, and writes down what was sent and what was said about it. */
export interface Importer {
  readonly name: string;
  readonly client: Client;
  readonly personId: PersonId;
  readonly ledger: Ledger;
  /** Sends until the road is over. */
  run(): Promise<void>;
}

export interface ImporterOptions {
  readonly name: string;
  readonly road: Road;
  readonly seed: string;
  readonly today: Date;
}

/** Signs up and imports the Patient. */
export async function newImporter(options: ImporterOptions): Promise<Importer> {
  const { name, road } = options;
  const client = createClient({ baseUrl: '', fetch: cookieFetch(() => road.url) });
  const random = seededRandom(`${options.seed}/${name}`);
  const account = { email: `${name}@faults.example`, password: random.uuid() };
  const { session } = await client.call(signUp, { body: { ...account, displayName: name } });
  if (session === null) throw new Error('the server asks for an e-mail to be confirmed');
  const { personId } = session;
  const ledger = emptyLedger();
  const chart = generateChart('adult', `${options.seed}/${name}`, options.today);
  const sending: Sending = { client, personId, random, ledger, road, account };
  await sendBundle(sending, `${name}-patient`, { ...chart, entry: chart.entry.slice(0, 1) });
  const run = async (): Promise<void> => {
    for (let sent = 1; !road.isOver; sent += 1) {
      const marker = `${name}-${sent}`;
      if (sent % DOCUMENT_EVERY === 0) await sendDocument(sending, marker, sent);
      else
        await sendBundle(sending, marker, sliceOf(chart, { marker, patientId: personId }, random));
    }
  };
  return { name, client, personId, ledger, run };
}

interface Sending {
  readonly client: Client;
  readonly personId: PersonId;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly road: Road;
  readonly account: { readonly email: string; readonly password: string };
}

async function sendBundle(
  sending: Sending,
  marker: string,
  bundle: TransactionBundle,
): Promise<void> {
  const sent: SentBundle = { marker, bundle, fate: 'sent', ids: [] };
  const answer = await follow(sending, sent, () => {
    sending.ledger.bundles.push(sent);
    return sending.client.call(transaction, { body: bundle, signal: patience() });
  });
  if (answer === undefined) return;
  sent.ids = locationsIn(answer);
  if (sent.ids.length !== bundle.entry.length || new Set(sent.ids).size !== sent.ids.length)
    sending.ledger.violations.push(`${marker}: the answer names other entries than were sent`);
}

async function sendDocument(sending: Sending, title: string, seed: number): Promise<void> {
  const { client, personId: patientId, ledger } = sending;
  const named = { fate: 'sent' as Fate }; // The literal alone would be too narrow to change.
  const created = await follow(sending, named, () =>
    client.call(createDocument, {
      params: { patientId },
      body: { title, fileName: 'picture.png' },
      signal: patience(),
    }),
  );
  if (created === undefined) return;
  const bytes = examplePng(seed, sending.random.integer(20, 400), sending.random.integer(20, 300));
  const { documentId } = created;
  const sent = { documentId, bytes, fate: 'sent' as Fate }; // As above.
  await follow(sending, sent, () => {
    ledger.documents.push(sent);
    const params = { patientId, documentId };
    return client.call(uploadDocument, { params, body: bytes, signal: patience() });
  });
}

function patience(): AbortSignal {
  return AbortSignal.timeout(ANSWER_MS);
}

/** Sends one request and writes its fate down; a session that was lost is begun again. */
async function follow<T>(
  sending: Sending,
  sent: { fate: Fate },
  request: () => Promise<T>,
): Promise<T | undefined> {
  const { road, ledger } = sending;
  try {
    const answer = await road.send(request);
    if (answer !== undefined) sent.fate = 'acknowledged';
    return answer;
  } catch (error) {
    sent.fate = fateAfter(error, ledger);
    if (error instanceof ProblemError && error.code === 'not_signed_in') await begin(sending);
    await sleep(PAUSE_MS);
    return undefined;
  }
}

function fateAfter(error: unknown, { refusals, violations }: Ledger): Fate {
  if (error instanceof ProblemError) {
    refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
    return 'refused';
  }
  // A reply that broke off is no answer either.
  if (error instanceof ClientError) return 'unanswered';
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    violations.push(`no answer within ${ANSWER_MS / 1000} s`);
    return 'unanswered';
  }
  throw error;
}

async function begin({ client, account, ledger, road }: Sending): Promise<void> {
  try {
    await road.send(() => client.call(signIn, { body: account, signal: patience() }));
  } catch (error) {
    // The next request will be refused again, and brings us back here.
    fateAfter(error, ledger);
  }
}

/** `Type/id` of each entry of a transaction-response, without the version. */
function locationsIn(answer: Readonly<Record<string, unknown>>): string[] {
  const { entry } = answer;
  if (!Array.isArray(entry)) return [];
  return entry.map((each: { response?: { location?: string } }) =>
    (each.response?.location ?? '').split('/').slice(0, 2).join('/'),
  );
}
