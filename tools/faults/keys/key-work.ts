import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Client, createClient } from '../../../packages/client/src/index.ts';
import { type PersonId, signUp, transaction } from '../../../packages/contract/src/index.ts';
import { cookieFetch } from '../../demo/cookie-fetch.ts';
import { generateChart } from '../../demo/generate-chart.ts';
import type { Random } from '../../demo/random.ts';
import type { ThrowAway } from '../../demo/throw-away.ts';
import type { Road } from '../road.ts';
import { askOperator, type WorkLine } from './control.ts';

export const KEY_WORK = ['rotate', 'revoke', 'migrate', 'erase', 'revoke-epoch'] as const;
export type KeyWorkKind = (typeof KEY_WORK)[number];

/** Who is erased on purpose, and how far that got before the next kill. */
export interface Erased {
  readonly personId: PersonId;
  readonly client: Client;
}

/** What an operator does with keys, one thing after another, without waiting for the end of it. */
export interface KeyWorker {
  readonly begun: Record<KeyWorkKind, number>;
  readonly finished: Record<KeyWorkKind, number>;
  /** Told by the server that it can't be done: what it said. */
  readonly refused: string[];
  readonly erased: Erased[];
  begin(): Promise<KeyWorkKind>;
  /** Waits for the answer to what was begun last, or for the loss of its connection. */
  settle(): Promise<void>;
  /** The settings that the next start needs: whichever provider the key store names by now. */
  settings(): Readonly<Record<string, string | undefined>>;
}

interface World {
  readonly where: ThrowAway;
  readonly road: Road;
  readonly random: Random;
  readonly people: readonly PersonId[];
  readonly today: Date;
}

export function newKeyWorker(world: World): KeyWorker {
  const { where } = world;
  const rootKeyFile = path.join(path.dirname(where.dataDirectory), 'root-key');
  writeFileSync(rootKeyFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  const counts = (): Record<KeyWorkKind, number> => ({
    rotate: 0,
    revoke: 0,
    migrate: 0,
    erase: 0,
    'revoke-epoch': 0,
  });
  const begun = counts();
  const finished = counts();
  const refused: string[] = [];
  const erased: Erased[] = [];
  let running: Promise<void> = Promise.resolve();

  const ask = (kind: KeyWorkKind, { address, body }: Order): void => {
    running = askOperator(where.dataDirectory, address, body).then((line) => {
      note(line, kind, { finished, refused });
    });
  };
  return {
    begun,
    finished,
    refused,
    erased,
    begin: async () => {
      const total = Object.values(begun).reduce((sum, count) => sum + count, 0);
      const kind = KEY_WORK[total % KEY_WORK.length] ?? 'rotate';
      begun[kind] += 1;
      ask(kind, await orderOf(kind, world, { rootKeyFile, erased }));
      return kind;
    },
    settle: () => running,
    settings: () => ({
      WARDKEEP_KEY_PROVIDER: providerOf(where),
      WARDKEEP_KEY_STORE_COPIES: path.join(path.dirname(where.dataDirectory), 'key-store-copy'),
      ...(providerOf(where) === 'environment'
        ? {
            WARDKEEP_ROOT_KEY_FROM: `file:${rootKeyFile}`,
            // A setting that the provider does not read is refused.
            WARDKEEP_PASSPHRASE_FILE: undefined,
          }
        : {}),
    }),
  };
}

interface Order {
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function orderOf(
  kind: KeyWorkKind,
  world: World,
  { rootKeyFile, erased }: { readonly rootKeyFile: string; readonly erased: Erased[] },
): Promise<Order> {
  const { where, random, people } = world;
  switch (kind) {
    case 'rotate':
      return { address: '/keys/rotate', body: {} };
    case 'revoke': {
      const personId = people[random.integer(0, people.length - 1)];
      return { address: '/keys/revoke', body: { personId } };
    }
    case 'revoke-epoch':
      return { address: '/keys/revoke', body: { epochId: await activeEpoch(where) } };
    case 'migrate': {
      const to = providerOf(where) === 'environment' ? 'key-file' : 'environment';
      const settings =
        to === 'environment'
          ? `WARDKEEP_ROOT_KEY_FROM=file:${rootKeyFile}`
          : `WARDKEEP_PASSPHRASE_FROM=file:${where.passphraseFile}`;
      return { address: '/keys/migrate', body: { to, settings } };
    }
    case 'erase': {
      const person = await newPerson(world, `erased${erased.length}`);
      erased.push(person);
      return { address: '/persons/erase', body: { personId: person.personId } };
    }
  }
}

function note(
  line: WorkLine | undefined,
  kind: KeyWorkKind,
  { finished, refused }: Pick<KeyWorker, 'finished' | 'refused'>,
): void {
  if (line === undefined || 'progress' in line) return;
  if ('error' in line) refused.push(`${kind}: ${line.error.code}: ${line.error.message}`);
  else finished[kind] += 1;
}

function providerOf(where: ThrowAway): string {
  const file = path.join(where.dataDirectory, 'key-store', 'provider.json');
  if (!existsSync(file)) return 'key-file';
  const record = JSON.parse(readFileSync(file, 'utf8')) as { provider: string }; // docs/formats/key-store.md
  return record.provider;
}

async function activeEpoch(where: ThrowAway): Promise<string> {
  const status = await askOperator(where.dataDirectory, '/keys');
  if (status === undefined || !('epoch' in status)) throw new Error('the server names no epoch');
  return (status as { epoch: { id: string } }).epoch.id; // operations/operator-keys.ts
}

async function newPerson(world: World, name: string): Promise<Erased> {
  const client = createClient({ baseUrl: '', fetch: cookieFetch(() => world.road.url) });
  const account = { email: `${name}@faults.example`, password: world.random.uuid() };
  const { session } = await client.call(signUp, { body: { ...account, displayName: name } });
  if (session === null) throw new Error('the server asks for an e-mail to be confirmed');
  const { personId } = session;
  const chart = generateChart('adult', name, world.today);
  await client.call(transaction, { body: { ...chart, entry: chart.entry.slice(0, 5) } });
  return { personId, client };
}
