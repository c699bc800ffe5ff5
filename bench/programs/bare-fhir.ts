/**
 * The limit of the rows `fhir/*`: `node bare-fhir.ts DIRECTORY OPTIONS`. One Fastify on pg and an embedded PostgreSQL of its own,
 * with the server's tables and settings. It writes the rows that the server writes, of the same sizes and with noise for
 * ciphertext, and reads as many. Nobody is asked who they are, nothing is validated, sealed or opened. Says its port.
 *
 * Requests share commits: what arrives while a lane writes is its next statement, one for all, without a timer.
 */
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import path from 'node:path';
import Fastify from 'fastify';
import pg from 'pg';
import { driverConfig } from '../../packages/server/src/db/connection-settings.ts';
import { openDatabase } from '../../packages/server/src/db/database.ts';
import { startEmbeddedCluster } from '../../packages/server/src/db/embedded-cluster.ts';
import { migrate } from '../../packages/server/src/db/migrate.ts';
import { silentLog } from '../../packages/server/src/testing/silent-log.ts';
import type { BareOptions, BareRow } from '../fhir/bare-options.ts';
import { IDENTIFIER_SYSTEM, identifierOf, nameOf, samplePatient } from '../fhir/sample.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../packages/server/src/db/migrations');
const LANES = 2;

const options = JSON.parse(process.argv[3] ?? '') as BareOptions; // as rows/ write it
const { sizes } = options;
const cluster = await startEmbeddedCluster({ directory: process.argv[2] ?? '', log: silentLog });
await migrateAll();
const noise = randomBytes(2 ** 22);
const filler = await connected();
const targets = await fillOnce();
const lanes = await Promise.all(Array.from({ length: LANES }, () => connected()));
let leaf = await leavesSoFar();

const reads = grouped<string, Buffer>(readAll);
const writes = grouped<string, string>(createAll);
const plainReads = grouped<string, Buffer>(readPlain);
const bundles: BareRow[][] = [];

const app = Fastify({ bodyLimit: 2 ** 28 });
app.addContentTypeParser(
  'application/fhir+json',
  { parseAs: 'string' },
  app.getDefaultJsonParser('error', 'error'),
);
app.get('/fhir/R4/Observation/:id', async ({ params }, reply) => {
  const sealed = await reads((params as { id: string }).id); // the route's own
  return reply.type('application/fhir+json').send(sealed);
});
app.get('/open/:id', async ({ params }, reply) => {
  const sealed = await plainReads((params as { id: string }).id); // the route's own
  return reply.type('application/fhir+json').send(sealed);
});
app.post('/fhir/R4/Observation', async ({ body }, reply) => {
  const { subject } = body as { subject: { reference: string } }; // as rows/ send it
  const id = await writes(subject.reference.slice('Patient/'.length));
  const answer = { ...Object(body), id, meta: { versionId: '1', lastUpdated: new Date() } };
  return reply.code(201).type('application/fhir+json').send(JSON.stringify(answer));
});
app.get('/fhir/R4/Patient', async ({ query }, reply) => {
  const bundle = await find(query as Record<string, string>); // strings, but for doubles
  return reply.type('application/fhir+json').send(bundle);
});
app.post('/bundles', ({ body }) => Promise.resolve({ count: bundles.push(body as BareRow[]) })); // as rows/ send it
app.post('/bundles/:number', async ({ params }) =>
  insertBundle(bundles[Number((params as { number: string }).number)] ?? []),
);
app.get('/targets', () => targets);
await app.listen({ port: 0, host: '127.0.0.1' });
process.once('SIGTERM', () => void stop());
const address = app.server.address();
console.log(typeof address === 'object' && address !== null ? address.port : 0);

async function migrateAll(): Promise<void> {
  const db = await openDatabase(cluster.settings);
  await migrate(db, MIGRATIONS);
  await db.close();
}

async function stop(): Promise<void> {
  await app.close();
  await Promise.all([filler, ...lanes].map((lane) => lane.end()));
  await cluster.stop();
  process.exit(0);
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(driverConfig(cluster.settings));
  await client.connect();
  return client;
}

/** @returns some persons, each with a record. */
async function fillOnce(): Promise<readonly { readonly personId: string; readonly id: string }[]> {
  const { rows: known } = await filler.query('select from person limit 1');
  if (known.length === 0) await fill();
  const { rows } = await filler.query<{ personId: string; id: string }>(
    `select distinct on (owner_id) owner_id as "personId", resource_id as id
    from (select owner_id, resource_id from resource_owner limit 1000) as few limit 200`,
  );
  return rows;
}

async function leavesSoFar(): Promise<number> {
  const { rows } = await filler.query<{ leaves: number }>(
    'select coalesce(max(leaf_index), 0)::int as leaves from audit_leaf',
  );
  return rows[0]?.leaves ?? 0;
}

/** Persons with as many records of the same sizes as ours have. */
async function fill(): Promise<void> {
  const { persons, recordsOfEach } = options;
  await filler.query(
    'insert into person select gen_random_uuid(), now() from generate_series(1, $1::int)',
    [persons],
  );
  for (let each = 0; each < recordsOfEach; each += 1)
    await filler.query(
      `with given as materialized (
        select person_id, gen_random_uuid() as id,
          substring($1::bytea from 1 + (random() * 4000000)::int for $2::int) as sealed from person
      ), owner as (insert into resource_owner (resource_id, owner_id) select id, person_id from given),
      history as (
        insert into resource_history (owner_id, resource_type, resource_id, version, sealed, created_at)
        select person_id, 'Observation', id, 1, sealed, now() from given)
      insert into resource_current (owner_id, resource_type, resource_id, version, sealed, updated_at)
      select person_id, 'Observation', id, 1, sealed, now() from given`,
      [noise, sizes.sealed],
    );
  if (options.plainPatients > 0) await fillPlain(options.plainPatients);
  await filler.query('analyze');
}

async function fillPlain(people: number): Promise<void> {
  await filler.query(`create table plain_patient (
    person_id uuid primary key, system text not null, value text not null,
    family text not null, given text not null, body text not null)`);
  for (let first = 0; first < people; first += 1000) {
    const rows = Array.from({ length: Math.min(1000, people - first) }, (_each, index) => {
      const { family, given } = nameOf(first + index);
      const body = JSON.stringify(samplePatient(first + index));
      return { value: identifierOf(first + index), family: family.toLowerCase(), given, body };
    });
    await filler.query(
      `insert into plain_patient select gen_random_uuid(), $1, value, family, given, body
      from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as each (value, family, given, body)`,
      [
        IDENTIFIER_SYSTEM,
        rows.map(({ value }) => value),
        rows.map(({ family }) => family),
        rows.map(({ given }) => given),
        rows.map(({ body }) => body),
      ],
    );
  }
  await filler.query('create index on plain_patient (system, value)');
  await filler.query('create index on plain_patient (family, given)');
}

/**
 * Collects what arrives while every lane is busy. An item gets the result in its place.
 * @param write - Of all that waits, by one lane.
 */
function grouped<Item, Result>(
  write: (lane: pg.Client, items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  const free = [...lanes];
  const work = async (): Promise<void> => {
    const lane = free.pop();
    if (lane === undefined) return;
    // What arrives in this very turn of the event loop goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      try {
        const results = await write(
          lane,
          taken.map(({ item }) => item),
        );
        for (const [index, { resolve }] of taken.entries()) resolve(results[index] as Result); // one for each
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    free.push(lane);
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      work().catch(reject);
    });
}

/** Where in the noise the next so many bytes begin. */
let place = 0;
function someNoise(bytes: number): Buffer {
  place = place + bytes > noise.length ? 0 : place;
  const start = place;
  place += bytes;
  return noise.subarray(start, start + bytes);
}

/** An event is 16 bytes of id, three tokens of 16, three hashes and salts of 32, then core and detail: all in one parameter. */
const EVENT = 16 * 4 + 32 * 3;

function eventBytes(
  ids: readonly string[],
  { core, detail }: { core: number; detail: number },
): Buffer {
  const width = EVENT + core + detail;
  const all = Buffer.allocUnsafe(width * ids.length);
  for (const [index, id] of ids.entries()) {
    const start = index * width;
    all.write(id.replaceAll('-', ''), start, 'hex');
    someNoise(width - 16).copy(all, start + 16);
  }
  return all;
}

/** $1 is the bytes, $2 how many, $3 the first leaf; `what` is the event's type. */
function eventStatement(what: string, { core, detail }: { core: number; detail: number }): string {
  const width = EVENT + core + detail;
  const part = (from: number, length: number): string =>
    `substring($1::bytea from n * ${width} + ${from + 1} for ${length})`;
  return `event as (
    insert into audit_event (event_id, log, commitment, event_type, outcome, occurred_ms, actor_index,
      subject_index, address_index, repeated, detail_owner, salt_core, core, salt_detail, detail)
    select encode(${part(0, 16)}, 'hex')::uuid, '2026', ${part(64, 32)}, '${what}', 'success', 1790000000000,
      ${part(16, 16)}, ${part(32, 16)}, '\\x00112233445566778899aabbccddeeff'::bytea, 1, encode(${part(48, 16)}, 'hex')::uuid,
      ${part(96, 32)}, ${part(160, core)}, ${part(128, 32)}, ${part(160 + core, detail)}
    from generate_series(0, $2::int - 1) as n
    returning event_id
  ), leaf as (
    insert into audit_leaf (log, leaf_index, event_id)
    select '2026', $3::bigint + row_number() over (), event_id from event)`;
}

function eventValues(count: number, eventSizes: { core: number; detail: number }) {
  const ids = Array.from({ length: count }, () => randomUUIDv7());
  leaf += count;
  return [eventBytes(ids, eventSizes), count, leaf - count] as const;
}

async function readAll(lane: pg.Client, ids: readonly string[]): Promise<readonly Buffer[]> {
  const { rows } = await lane.query<{ id: string; sealed: Buffer }>({
    name: 'read',
    text: `with ${eventStatement('record.read', sizes.read)}
      select owner.resource_id as id, sealed from resource_owner as owner join resource_current as record
        on record.owner_id = owner.owner_id and resource_type = 'Observation' and record.resource_id = owner.resource_id
      where owner.resource_id = any ($4::uuid[])`,
    values: [...eventValues(ids.length, sizes.read), ids],
  });
  const found = new Map(rows.map(({ id, sealed }) => [id, sealed]));
  return ids.map((id) => found.get(id) ?? Buffer.alloc(0));
}

/** Without events. */
async function readPlain(lane: pg.Client, ids: readonly string[]): Promise<readonly Buffer[]> {
  const { rows } = await lane.query<{ id: string; sealed: Buffer }>({
    name: 'read-plain',
    text: `select owner.resource_id as id, sealed from resource_owner as owner join resource_current as record
        on record.owner_id = owner.owner_id and resource_type = 'Observation' and record.resource_id = owner.resource_id
      where owner.resource_id = any ($1::uuid[])`,
    values: [ids],
  });
  const found = new Map(rows.map(({ id, sealed }) => [id, sealed]));
  return ids.map((id) => found.get(id) ?? Buffer.alloc(0));
}

async function createAll(lane: pg.Client, owners: readonly string[]): Promise<readonly string[]> {
  const ids = owners.map(() => randomUUIDv7());
  await lane.query({
    name: 'create',
    text: `with ${eventStatement('record.create', sizes.create)},
      given as materialized (
        select owner_id, id, substring($6::bytea from (n::int - 1) * ${sizes.sealed} + 1 for ${sizes.sealed}) as sealed
        from unnest($4::uuid[], $5::uuid[]) with ordinality as each (owner_id, id, n)
      ), owner as (insert into resource_owner (resource_id, owner_id) select id, owner_id from given),
      history as (
        insert into resource_history (owner_id, resource_type, resource_id, version, sealed, created_at)
        select owner_id, 'Observation', id, 1, sealed, now() from given)
      insert into resource_current (owner_id, resource_type, resource_id, version, sealed, updated_at)
      select owner_id, 'Observation', id, 1, sealed, now() from given`,
    values: [
      ...eventValues(ids.length, sizes.create),
      owners,
      ids,
      someNoise(ids.length * sizes.sealed),
    ],
  });
  return ids;
}

/** By a B-tree over what stands in the open. */
async function find({ identifier, family, given }: Record<string, string>): Promise<string> {
  const [column, values] =
    identifier === undefined
      ? ['family = $1 and given = $2', [family, given]]
      : ['system = $1 and value = $2', identifier.split('|')];
  const { rows } = await filler.query<{ body: string }>({
    name: column,
    text: `select body from plain_patient where ${column}`,
    values,
  });
  const entries = rows.map(({ body }) => `{"resource":${body}}`);
  return `{"resourceType":"Bundle","type":"searchset","total":${rows.length},"entry":[${entries.join(',')}]}`;
}

let bundleTurn = 0;

/** One transaction, which is one statement: records, and the event of all of them. */
async function insertBundle(rows: readonly BareRow[]): Promise<object> {
  const lane = lanes[(bundleTurn += 1) % lanes.length] ?? filler;
  const personId = targets[0]?.personId ?? '';
  let end = 1;
  const starts = rows.map(({ bytes }) => (end += bytes) - bytes);
  const detail = sizes.create.detail + 100 * rows.length;
  const event = { core: sizes.create.core, detail };
  const [bytes, count, first] = eventValues(1, event);
  await lane.query(
    `with ${eventStatement('bundle.transaction', event)},
      given as materialized (
        select type, id, substring($4::bytea from start for length) as sealed
        from unnest($5::text[], $6::uuid[], $7::int[], $8::int[]) as each (type, id, start, length)
      ), owner as (insert into resource_owner (resource_id, owner_id) select id, $9::uuid from given),
      history as (
        insert into resource_history (owner_id, resource_type, resource_id, version, sealed, created_at)
        select $9::uuid, type, id, 1, sealed, now() from given)
      insert into resource_current (owner_id, resource_type, resource_id, version, sealed, updated_at)
      select $9::uuid, type, id, 1, sealed, now() from given`,
    [
      bytes,
      count,
      first,
      bundleNoise(end - 1),
      rows.map(({ type }) => type),
      rows.map(() => randomUUIDv7()),
      starts,
      rows.map((row) => row.bytes),
      personId,
    ],
  );
  return { inserted: rows.length };
}

function bundleNoise(bytes: number): Buffer {
  if (bytes <= noise.length) return noise.subarray(0, bytes);
  return Buffer.concat(
    Array.from({ length: Math.ceil(bytes / noise.length) }, () => noise),
  ).subarray(0, bytes);
}
