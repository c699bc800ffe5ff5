/**
 * Fills the data directory of a server that does not run, with the server's own code and keys: `node fhir-seed.ts ORDER
 * ANSWER`, with the server's settings in the environment. ORDER is JSON (fhir/seed-order.ts), ANSWER a file to be written.
 * What was made for the same order before is taken; sessions are always new, since their tokens live for minutes.
 */
import { randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { PersonId, RECORD_KINDS, type Role } from '../../packages/contract/src/index.ts';
import { SecretKey, wrapKey } from '../../packages/crypto/src/index.ts';
import { readConfig } from '../../packages/server/src/config/read-config.ts';
import { queries } from '../../packages/server/src/db/queries.ts';
import {
  PROFILE_NAME,
  grantName,
  recordName,
} from '../../packages/server/src/db/sealed-columns.ts';
import type { Tx } from '../../packages/server/src/db/tx.ts';
import { insertAccount } from '../../packages/server/src/features/accounts/account-store.ts';
import { setSecondFactor } from '../../packages/server/src/features/accounts/index.ts';
import { factsOf } from '../../packages/server/src/features/person-index/person-index-rules.ts';
import { tokenOf } from '../../packages/server/src/features/person-index/term-tokens.ts';
import { organisationPlace } from '../../packages/server/src/features/organisations/organisation-names.ts';
import {
  insertOrganisation,
  putMember,
} from '../../packages/server/src/features/organisations/organisation-store.ts';
import { startSession } from '../../packages/server/src/features/sessions/index.ts';
import { patientTerms } from '../../packages/server/src/fhir/search/index.ts';
import type { Gate } from '../../packages/server/src/gate/gate.ts';
import { openLog } from '../../packages/server/src/operations/index.ts';
import { startWardkeep } from '../../packages/server/src/start-wardkeep.ts';
import { ringOf, wrappingEpoch } from '../../packages/server/src/vault/key-ring.ts';
import type { PersonKeyRow } from '../../packages/server/src/vault/person-key-store.ts';
import { personKeyIdentity } from '../../packages/server/src/vault/person-vault.ts';
import {
  sampleEncounter,
  sampleObservation,
  samplePatient,
  type SampleResource,
} from '../fhir/sample.ts';
import type {
  EventSizes,
  SeedAnswer,
  SeedOrder,
  SeededRecords,
  SignedIn,
} from '../fhir/seed-order.ts';

const PERSONS_A_BATCH = 500;
const PURPOSES = ['account', 'chart', 'audit'] as const;

interface Seeded {
  readonly patients: readonly SeededRecords[];
  readonly doctor: { readonly doctorId: string; readonly organisationId: string } | undefined;
  readonly charts: readonly string[];
  readonly empty: readonly string[];
}

/** One record, sealed. */
interface SealedRow {
  readonly ownerId: string;
  readonly type: string;
  readonly id: string;
  readonly sealed: Uint8Array;
}

const order = JSON.parse(process.argv[2] ?? '') as SeedOrder; // as rows/ write it
const answerFile = process.argv[3] ?? '';
const config = readConfig();
const madeFile = path.join(config.dataDirectory, 'bench-seed.json');
const wardkeep = await startWardkeep(config, openLog(config));
const gate = openGate();
const now = new Date();
const begun = performance.now();
const isThere = existsSync(madeFile);
const seeded = isThere ? made() : await make();
const seconds = isThere ? 0 : (performance.now() - begun) / 1000;
writeFileSync(answerFile, JSON.stringify(await answer()));
await wardkeep.stop();
process.exit(0);

function openGate(): Gate {
  const { gate: open } = wardkeep.state;
  if (open === undefined) throw new Error('the keys are locked');
  return open;
}

function made(): Seeded {
  return (JSON.parse(readFileSync(madeFile, 'utf8')) as { seeded: Seeded }).seeded; // as `make` wrote it
}

async function make(): Promise<Seeded> {
  await setUp();
  const doctor = order.doctor ? await makeDoctor() : undefined;
  const owners = randomIds(order.owners);
  const [charts, empty] = [randomIds(order.charts), randomIds(order.empty)];
  await makeAccounts([...owners, ...charts, ...empty], 'patient');
  // Into a table without it and then all at once: the tokens are random, and each would touch a page of its own.
  await run(sql`drop index person_index_token`);
  const patients = await makePatients(owners, doctor?.doctorId);
  await run(sql`create index person_index_token on person_index (field, token)`);
  for (const personId of charts) await makeChart(personId);
  await run(sql`analyze`);
  const all = { patients, doctor, charts, empty };
  writeFileSync(madeFile, JSON.stringify({ order, seeded: all }));
  return all;
}

async function setUp(): Promise<void> {
  const setUpToken = wardkeep.setUpLink?.split('#')[1];
  const password = randomBytes(18).toString('base64url');
  const body = { setUpToken, email: 'admin@example.test', password, displayName: 'Admin' };
  const done = await fetch(`${wardkeep.url}/api/set-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!done.ok) throw new Error(`set-up: ${done.status} ${await done.text()}`);
}

function randomIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID());
}

async function makeDoctor() {
  const [doctorId, organisationId] = [randomUUID(), randomUUID()];
  await makeAccounts([doctorId], 'provider');
  const sealed = gate.sealing.seal(organisationPlace({ organisationId, createdAt: now }), {
    name: 'Harbour Hospital',
  });
  await gate.db.transaction(async (tx) => {
    await insertOrganisation(tx, { organisationId, sealed, createdAt: now });
    const member = { personId: doctorId, organisationId, since: now, endedAt: null };
    await putMember(tx, gate.hashes, member);
  });
  return { doctorId, organisationId };
}

/** With an account that nobody signs in to by password: there is none. */
async function makeAccounts(ids: readonly string[], role: Role): Promise<void> {
  for (let from = 0; from < ids.length; from += PERSONS_A_BATCH) {
    const batch = ids.slice(from, from + PERSONS_A_BATCH);
    await gate.db.transaction(async (tx) => {
      const keys = await makePersons(tx, batch);
      for (const personId of batch) await makeAccount(tx, { personId, role, keys });
    });
  }
}

async function makeAccount(
  tx: Tx,
  of: { readonly personId: string; readonly role: Role; readonly keys: readonly PersonKeyRow[] },
): Promise<void> {
  const { personId, role } = of;
  const keys = of.keys.filter((key) => key.person_id === personId);
  const vault = gate.vault.unlock(keys, personId, 'account');
  if (vault === undefined) throw new Error('the keys just made do not open');
  const email = `${personId}@example.test`;
  await insertAccount(tx, {
    personId,
    role,
    emailIndex: gate.hashes.email(email),
    profile: vault.seal(PROFILE_NAME, { email, displayName: 'Somebody', language: 'en' as const }),
    passwordHash: '',
    mac: gate.hashes.account({ personId, role, state: 'active', secondFactor: 'none' }),
    createdAt: now,
  });
  if (role === 'provider') await setSecondFactor(gate, tx, { personId, secondFactor: 'required' });
  vault.close();
}

/** As `vault.createPerson` does it, several in one statement. */
async function makePersons(tx: Tx, ids: readonly string[]): Promise<readonly PersonKeyRow[]> {
  const epoch = await wrappingEpoch(ringOf(gate.vault), tx);
  const keys = ids.flatMap((person_id) =>
    PURPOSES.map((purpose): PersonKeyRow => {
      const identity = personKeyIdentity({ person_id, purpose, version: 1 });
      const wrapped = wrapKey(epoch, SecretKey.generate(), identity);
      return { person_id, purpose, version: 1, wrapped, state: 'active' };
    }),
  );
  const bytes = keys[0]?.wrapped.byteLength ?? 0;
  const wrapped = Buffer.concat(keys.map((key) => key.wrapped));
  await sql`insert into person select unnest(${ids}::uuid[]), ${now}`.execute(queries(tx));
  await sql`
    insert into person_key (person_id, purpose, version, wrapped, state, created_at)
    select person_id, purpose, 1, substring(${wrapped}::bytea from (n::int - 1) * ${bytes}::int + 1 for ${bytes}::int), 'active', ${now}
    from unnest(${keys.map((key) => key.person_id)}::uuid[], ${keys.map((key) => key.purpose)}::text[])
      with ordinality as given (person_id, purpose, n)`.execute(queries(tx));
  return keys;
}

/** Those with accounts first. Two batches at once, so that one is sealed while the other is inserted. */
async function makePatients(
  owners: readonly string[],
  doctorId: string | undefined,
): Promise<readonly SeededRecords[]> {
  const batches: (readonly SeededRecords[])[] = [];
  const firsts = Array.from(
    { length: Math.ceil(order.patients / PERSONS_A_BATCH) },
    (_each, batch) => batch * PERSONS_A_BATCH,
  ).values();
  const work = async (): Promise<void> => {
    for (const first of firsts)
      batches[first / PERSONS_A_BATCH] = await makeBatch(first, owners, doctorId);
  };
  await Promise.all([work(), work()]);
  return batches.flat();
}

async function makeBatch(
  first: number,
  owners: readonly string[],
  doctorId: string | undefined,
): Promise<readonly SeededRecords[]> {
  const count = Math.min(PERSONS_A_BATCH, order.patients - first);
  const known = owners.slice(first, first + count);
  const ids = [...known, ...randomIds(count - known.length)];
  return gate.db.transaction(async (tx) => {
    const there = await gate.vault.readKeys(tx, known, ['chart']);
    const keys = [...there, ...(await makePersons(tx, ids.slice(known.length)))];
    return fillCharts(tx, { ids, keys, first, doctorId });
  });
}

async function fillCharts(
  tx: Tx,
  batch: {
    readonly ids: readonly string[];
    readonly keys: readonly PersonKeyRow[];
    readonly first: number;
    readonly doctorId: string | undefined;
  },
): Promise<readonly SeededRecords[]> {
  const { ids, first, doctorId } = batch;
  const chartKeys = Map.groupBy(
    batch.keys.filter(({ purpose }) => purpose === 'chart'),
    ({ person_id }) => person_id,
  );
  const rows: SealedRow[] = [];
  const tokens: (readonly [owner: string, field: string, token: Buffer])[] = [];
  const grants: GrantParts[] = [];
  const records = ids.map((personId, index): SeededRecords => {
    const chart = gate.vault.unlock(chartKeys.get(personId) ?? [], personId, 'chart');
    if (chart === undefined) throw new Error('the keys just made do not open');
    const seal = (type: string, id: string, resource: SampleResource): void => {
      const sealed = chart.seal(recordName({ type, id, version: 1 }), stored(id, resource));
      rows.push({ ownerId: personId, type, id, sealed });
    };
    const patient = samplePatient(first + index);
    const [encounterId, observationId] = [randomUUIDv7(), randomUUIDv7()];
    seal('Patient', personId, patient);
    seal('Encounter', encounterId, sampleEncounter(personId));
    const about = { personId, encounterId };
    seal('Observation', observationId, sampleObservation(about, first + index));
    seal('Observation', randomUUIDv7(), sampleObservation(about, first + index + 1));
    tokens.push(...tokensOf(personId, patient));
    if (doctorId !== undefined && first + index < order.consented)
      grants.push(grantOf(personId, doctorId, (name, detail) => chart.seal(name, detail)));
    chart.close();
    return { personId, encounterId, observationId };
  });
  await insertRows(tx, rows);
  await insertTokens(tx, tokens);
  if (grants.length > 0) await insertGrants(tx, grants);
  return records;
}

function stored(id: string, resource: SampleResource) {
  const meta = { ...Object(resource['meta']), versionId: '1', lastUpdated: now.toISOString() };
  return { ...resource, id, meta };
}

/** As `indexPatient` has them. */
function tokensOf(owner: string, patient: SampleResource) {
  const { hashes } = gate;
  const exact = factsOf([patient]).map(
    ({ field, value }) => [owner, field, hashes.personIndex(field, value)] as const,
  );
  const terms = patientTerms(patient).flatMap((term) => {
    const token = tokenOf(hashes, term);
    return token === undefined ? [] : [[owner, token.field, token.token] as const];
  });
  return [[owner, 'indexed', hashes.personIndex('indexed', owner)] as const, ...exact, ...terms];
}

async function insertRows(tx: Tx, rows: readonly SealedRow[]): Promise<void> {
  let end = 1;
  const starts = rows.map(({ sealed }) => (end += sealed.byteLength) - sealed.byteLength);
  const all = Buffer.concat(rows.map(({ sealed }) => sealed));
  await sql`
    with given as materialized (
      select owner_id, type, id, substring(${all}::bytea from start for length) as sealed
      from unnest(
        ${rows.map(({ ownerId }) => ownerId)}::uuid[], ${rows.map(({ type }) => type)}::text[],
        ${rows.map(({ id }) => id)}::uuid[], ${starts}::int[],
        ${rows.map(({ sealed }) => sealed.byteLength)}::int[]) as each (owner_id, type, id, start, length)
    ), owner as (
      insert into resource_owner (resource_id, owner_id) select id, owner_id from given
    ), history as (
      insert into resource_history (owner_id, resource_type, resource_id, version, sealed, created_at)
      select owner_id, type, id, 1, sealed, ${now} from given
    )
    insert into resource_current (owner_id, resource_type, resource_id, version, sealed, updated_at)
    select owner_id, type, id, 1, sealed, ${now} from given`.execute(queries(tx));
}

async function insertTokens(
  tx: Tx,
  tokens: readonly (readonly [owner: string, field: string, token: Buffer])[],
): Promise<void> {
  await sql`
    insert into person_index (owner_id, field, token)
    select owner_id, field, decode(token, 'hex')
    from unnest(${tokens.map(([owner]) => owner)}::uuid[], ${tokens.map(([, field]) => field)}::text[],
      ${tokens.map(([, , token]) => token.toString('hex'))}::text[]) as given (owner_id, field, token)
    on conflict do nothing`.execute(queries(tx));
}

type GrantParts = ReturnType<typeof grantOf>;

function grantOf(
  patientId: string,
  granteeId: string,
  seal: (name: string, detail: object) => Uint8Array,
) {
  const grantId = randomUUID();
  const terms = { kinds: [...RECORD_KINDS], sensitivities: [], mayWrite: true, mayShare: true };
  const names = { label: 'Doctor', patientLabel: 'Patient' };
  const sealed = seal(grantName(grantId, 1), { ...names, proposed: null, endsOn: null, terms });
  const row = {
    patientId,
    grantId,
    kind: 'consent',
    state: 'active',
    granteeId,
    organisationId: null,
    parentId: null,
    version: 1,
    validFrom: now,
    validUntil: null,
  } as const;
  return { patientId, grantId, granteeId, sealed, mac: gate.hashes.grant(row) };
}

async function insertGrants(tx: Tx, grants: readonly GrantParts[]): Promise<void> {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  await sql`
    insert into access_grant (patient_id, grant_id, kind, state, grantee_id, version, valid_from, sealed, mac, created_at)
    select patient_id, grant_id, 'consent', 'active', grantee_id, 1, ${now}, decode(sealed, 'hex'), decode(mac, 'hex'), ${now}
    from unnest(${grants.map(({ patientId }) => patientId)}::uuid[], ${grants.map(({ grantId }) => grantId)}::uuid[],
      ${grants.map(({ granteeId }) => granteeId)}::uuid[], ${grants.map(({ sealed }) => hex(sealed))}::text[],
      ${grants.map(({ mac }) => hex(mac))}::text[]) as given (patient_id, grant_id, grantee_id, sealed, mac)`.execute(
    queries(tx),
  );
}

async function makeChart(personId: string): Promise<void> {
  await gate.db.transaction(async (tx) => {
    const keys = await gate.vault.readKeys(tx, [personId], ['chart']);
    const chart = gate.vault.unlock(keys, personId, 'chart');
    if (chart === undefined) throw new Error('the keys just made do not open');
    const rows = Array.from({ length: order.recordsOfChart }, (_each, index): SealedRow => {
      const [type, id] = ['Observation', randomUUIDv7()];
      const resource = stored(id, sampleObservation({ personId }, index));
      const sealed = chart.seal(recordName({ type, id, version: 1 }), resource);
      return { ownerId: personId, type, id, sealed };
    });
    chart.close();
    await insertRows(tx, rows);
  });
}

async function answer(): Promise<SeedAnswer> {
  const records = seeded.patients.slice(0, order.owners);
  const sessions = await signIn(
    records.map(({ personId }) => personId),
    'patient',
  );
  const owners = sessions.map((session, index) => ({ ...records[index], ...session }));
  const { doctor: known } = seeded;
  const [session] = known === undefined ? [] : await signIn([known.doctorId], 'provider');
  const doctor = known && session && { ...session, organisationId: known.organisationId };
  return {
    owners: owners as SeedAnswer['owners'], // one session for each of `records`, in their order
    doctor,
    consented: seeded.patients.slice(0, order.consented).slice(-2_000),
    charts: await signIn(seeded.charts, 'patient'),
    empty: await signIn(seeded.empty, 'patient'),
    sizes: await sizesOf(owners[0]),
    seconds,
  };
}

async function signIn(ids: readonly string[], role: Role): Promise<readonly SignedIn[]> {
  const signedIn: SignedIn[] = [];
  for (const personId of ids)
    signedIn.push(await gate.db.transaction((tx) => signInOne(tx, personId, role)));
  return signedIn;
}

async function signInOne(tx: Tx, personId: string, role: Role): Promise<SignedIn> {
  const keys = await gate.vault.readKeys(tx, [personId], ['account']);
  const vault = gate.vault.unlock(keys, personId, 'account');
  if (vault === undefined) throw new Error('somebody to be signed in has no keys');
  const isStaff = role === 'provider';
  const language = 'en' as const;
  const client = { address: '127.0.0.1', userAgent: null, deviceToken: undefined, language };
  const started = await startSession({ now: new Date(), client, gate }, tx, {
    vault,
    role,
    secondFactor: isStaff ? 'required' : 'none',
    methods: isStaff ? ['password', 'passkey'] : ['password'],
  });
  vault.close();
  const { cookies, session } = started;
  if (cookies.kind !== 'set') throw new Error('a session without cookies');
  const given = { access: cookies.accessToken, refresh: cookies.refreshToken };
  const cookie = Object.entries({ ...given, device: cookies.deviceToken ?? '' })
    .map(([name, value]) => `__Host-wardkeep-${name}=${value}`)
    .join('; ');
  return { personId: PersonId.parse(personId), cookie, csrfToken: session.csrfToken };
}

/** Of what the server writes when it is asked once. */
async function sizesOf(
  owner: (Partial<SeededRecords> & SignedIn) | undefined,
): Promise<SeedAnswer['sizes']> {
  const none = { core: 0, detail: 0 };
  if (owner === undefined) return { sealed: 0, read: none, create: none };
  const { personId, cookie, csrfToken, encounterId = '', observationId = '' } = owner;
  const headers = { cookie, 'wardkeep-csrf': csrfToken, 'content-type': 'application/json' };
  const base = `${wardkeep.url}/fhir/R4/Observation`;
  const body = JSON.stringify(sampleObservation({ personId, encounterId }));
  for (const [url, init] of [
    [`${base}/${observationId}`, { headers }],
    [base, { method: 'POST', headers, body }],
  ] as const) {
    const done = await fetch(url, init);
    if (!done.ok) throw new Error(`${url}: ${done.status} ${await done.text()}`);
  }
  const sealed = await oneRow<{ sealed: number }>(
    sql`select octet_length(sealed) as sealed from resource_current where resource_id = ${observationId}::uuid`,
  );
  return {
    sealed: sealed.sealed,
    read: await newestOf('record.read'),
    create: await newestOf('record.create'),
  };
}

function newestOf(action: string): Promise<EventSizes> {
  return oneRow(
    sql`select octet_length(core) as core, octet_length(detail) as detail from audit_event
      where event_type = ${action} order by event_id desc limit 1`,
  );
}

async function oneRow<T>(statement: ReturnType<typeof sql>): Promise<T> {
  const { rows } = await gate.db.transaction((tx) => statement.execute(queries(tx)));
  if (rows[0] === undefined) throw new Error('a row that was just written is not there');
  return rows[0] as T; // the columns that the statement names
}

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await gate.db.transaction((tx) => statement.execute(queries(tx)));
}
