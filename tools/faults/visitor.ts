import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  ClientError,
  ProblemError,
  createClient,
} from '../../packages/client/src/index.ts';
import {
  type PersonId,
  readChart,
  readResource,
  signIn,
  signUp,
  transaction,
} from '../../packages/contract/src/index.ts';
import { cookieFetch } from '../demo/cookie-fetch.ts';
import { generateChart } from '../demo/generate-chart.ts';
import { seededRandom } from '../demo/random.ts';
import type { Road } from './road.ts';

const ANSWER_MS = 60_000;
const PAUSE_MS = 40;
/** Between two answers: visitors take little of what importers need. */
const REST_MS = 10;
/** Requests that a trespasser has under way: refusals that arrive together may be one event. */
const AT_ONCE = 6;

/** How often one thing was answered, and how often it is not known whether it was recorded. */
export interface Tally {
  readonly action: string;
  readonly outcome: 'success' | 'refused';
  /** Whom the events are about. Nobody else does this to them. */
  readonly personId: PersonId;
  acknowledged: number;
  /** No answer, or one that says that the server could not: there may be an event for it. */
  unknown: number;
}

/** Somebody who changes nothing, and of whose every answer there must be an event. */
export interface Visitor {
  readonly name: string;
  readonly tally: Tally;
  run(): Promise<void>;
}

interface Options {
  readonly road: Road;
  readonly seed: string;
  readonly today: Date;
}

/** Reads one record of their own again and again, and somebody else who is refused the whole chart. */
export async function newVisitors(options: Options): Promise<readonly Visitor[]> {
  const reader = await newPerson('reader', options);
  const trespasser = await newPerson('trespasser', options);
  const { client, personId } = reader;
  const chart = generateChart('adult', `${options.seed}/reader`, options.today);
  const patientOnly = { ...chart, entry: chart.entry.slice(0, 1) };
  await client.call(transaction, { body: patientOnly, signal: patience() });
  const { patient } = await client.call(readChart, { params: { patientId: personId } });
  const id = patient?.id ?? '';
  return [
    visitor(reader, options.road, {
      tally: tallyOf('record.read', 'success', personId),
      atOnce: 1,
      request: () =>
        client.call(readResource, { params: { type: 'Patient', id }, signal: patience() }),
    }),
    visitor(trespasser, options.road, {
      tally: tallyOf('chart.read', 'refused', personId),
      atOnce: AT_ONCE,
      request: () =>
        trespasser.client.call(readChart, { params: { patientId: personId }, signal: patience() }),
    }),
  ];
}

function tallyOf(action: string, outcome: Tally['outcome'], personId: PersonId): Tally {
  return { action, outcome, personId, acknowledged: 0, unknown: 0 };
}

interface Person {
  readonly name: string;
  readonly client: Client;
  readonly personId: PersonId;
  signInAgain(): Promise<void>;
}

async function newPerson(name: string, { road, seed }: Options): Promise<Person> {
  const client = createClient({ baseUrl: '', fetch: cookieFetch(() => road.url) });
  const password = seededRandom(`${seed}/${name}`).uuid();
  const account = { email: `${name}@faults.example`, password };
  const { session } = await client.call(signUp, { body: { ...account, displayName: name } });
  if (session === null) throw new Error('the server asks for an e-mail to be confirmed');
  const { personId } = session;
  const signInAgain = async (): Promise<void> => {
    await client.call(signIn, { body: account, signal: patience() });
  };
  return { name, client, personId, signInAgain };
}

interface Habit {
  readonly tally: Tally;
  readonly atOnce: number;
  readonly request: () => Promise<unknown>;
}

function visitor(person: Person, road: Road, { tally, atOnce, request }: Habit): Visitor {
  const ask = async (): Promise<void> => {
    const answer = await road.visit(() => answerOf(request));
    if (answer === undefined) return;
    if (answer === tally.outcome) tally.acknowledged += 1;
    else tally.unknown += 1;
    // Whoever broke in is a fault that the count of the other outcome would not show.
    if (answer === 'success' && tally.outcome === 'refused')
      throw new Error(`${person.name} was let in by ${tally.action}`);
    if (answer === 'not_signed_in') await road.visit(() => answerOf(() => person.signInAgain()));
    await sleep(answer === tally.outcome ? REST_MS : PAUSE_MS);
  };
  const run = async (): Promise<void> => {
    while (!road.isOver) await ask();
  };
  return {
    name: person.name,
    tally,
    run: async () => {
      await Promise.all(Array.from({ length: atOnce }, run));
    },
  };
}

async function answerOf(request: () => Promise<unknown>): Promise<string> {
  try {
    await request();
    return 'success';
  } catch (error) {
    if (error instanceof ProblemError) {
      const { code, status } = error.problem;
      return status === 403 || status === 404 ? 'refused' : code;
    }
    if (error instanceof ClientError || error instanceof DOMException) return 'unknown';
    throw error;
  }
}

function patience(): AbortSignal {
  return AbortSignal.timeout(ANSWER_MS);
}
