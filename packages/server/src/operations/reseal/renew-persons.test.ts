import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { wrappedKeyIds } from '@wardkeep/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directoryBlobStore, type BlobStore } from '../../blobs/index.ts';
import { queries } from '../../db/queries.ts';
import { SEALED_COLUMNS } from '../../db/sealed-columns.ts';
import type { Gate } from '../../gate/index.ts';
import { agree } from '../../testing/consent-offers.ts';
import {
  FOR_WHOM,
  filledPerson,
  pdf,
  upload,
  type FilledPerson,
} from '../../testing/filled-person.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { openEverything } from '../../testing/open-everything.ts';
import { searchDatabase } from '../../testing/search-database.ts';
import type { Answer } from '../../testing/test-caller.ts';
import type { PersonKeyRow } from '../../vault/index.ts';
import { collectOrphans } from '../erasure/index.ts';
import { markEpoch, markPerson, renewPersons } from './index.ts';

let server: TestServer;
let gate: Gate;
let blobs: BlobStore;
let other: FilledPerson;
beforeAll(async () => {
  server = await startTestServer();
  gate = gateOf(server);
  blobs = directoryBlobStore(blobDirectory());
  other = await filledPerson(server, 'Bystander');
});
afterAll(() => server.stop());

const blobDirectory = (): string => path.join(server.directory.path, 'data', 'blobs');
const quickly = { blobGraceMs: 0 };

describe('renewal of a person’s keys', { timeout: 90_000 }, () => {
  test('the registry opens every value that the product stores, in each of its columns', async () => {
    const opened = await openEverything(gate);
    const seen = new Set(opened.map(({ column }) => column));
    expect([...seen].toSorted()).toEqual(
      SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted(),
    );
  });

  test('nobody who is not there is marked, and no epoch that is not there', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(markPerson(gate, nobody)).rejects.toMatchObject({ code: 'unknown_person' });
    await expect(markEpoch(gate, '00')).rejects.toMatchObject({ code: 'unknown_epoch' });
  });

  test('requests go on through all of it, and nothing is left under the old keys', async () => {
    const person = await filledPerson(server, 'Renewed');
    const before = await keysOf(person.personId);
    const bystander = sealedOf(await openEverything(gate), other.personId);
    const oldBlobs = await blobIdsOf(person.personId);
    const traffic = startTraffic(person);
    await sleep(300);
    expect(await markPerson(gate, person.personId)).toBe(3);
    const result = await renewPersons(gate, blobs, { blobGraceMs: 500 });
    await sleep(300);
    expect(await traffic.stop()).toEqual([]);
    expect(traffic.count()).toBeGreaterThan(20);
    expect(result).toMatchObject({ persons: 1, newKeys: 3, deletedKeys: 2, left: 0, damaged: 0 });
    expect(result.files).toBeGreaterThanOrEqual(2);
    const gone = before.filter(({ purpose }) => purpose !== 'audit').map(keyBytes);
    expect(await searchDatabase(gate.db, gone)).toEqual([]);
    expect(oldBlobs.filter((each) => existsSync(blobFile(each)))).toEqual([]);
    const opened = await openEverything(gate);
    const active = new Set(
      (await keysOf(person.personId)).map((row) => keyBytes(row).toString('hex')),
    );
    const mine = opened.filter(({ ownerId }) => ownerId === person.personId);
    expect(mine.filter(({ keyId }) => !active.has(keyId))).toEqual([]);
    expect(sealedOf(opened, other.personId)).toEqual(expect.arrayContaining(bystander));
    await expectReadable(person);
  });

  test('current and history share one ciphertext, before and after', async () => {
    const person = await filledPerson(server, 'Shared');
    await markPerson(gate, person.personId);
    await renewPersons(gate, blobs, quickly);
    const pairs = await rowsOf<{ same: boolean }>(sql`
      select c.sealed = h.sealed as same from resource_current c join resource_history h
      using (owner_id, resource_type, resource_id, version) where owner_id = ${person.personId}`);
    expect(pairs.length).toBeGreaterThan(1);
    expect(pairs.every(({ same }) => same)).toBe(true);
  });

  test('what was granted before goes on letting in whom it let in, and is sealed under the new key', async () => {
    const person = await filledPerson(server, 'Granting');
    const terms = { kinds: ['results'], sensitivities: [], mayWrite: false, mayShare: false };
    const { consentId } = await agree(person.caller, other.caller, { terms });
    const grant = async () =>
      (await openEverything(gate)).filter(
        ({ column, ownerId }) => column === 'access_grant.sealed' && ownerId === person.personId,
      );
    const chart = () => other.caller.get(`/api/patients/${person.personId}/chart`);
    const [shown, before] = [await chart(), await grant()];
    expect([shown.status, before.length]).toEqual([200, 2]);
    await markPerson(gate, person.personId);
    expect(await renewPersons(gate, blobs, quickly)).toMatchObject({ left: 0, damaged: 0 });
    const after = await grant();
    expect(after.map(({ value }) => value)).toEqual(
      expect.arrayContaining(before.map(({ value }) => value)),
    );
    const old = new Set(before.map(({ keyId }) => keyId));
    expect(after.filter(({ keyId }) => old.has(keyId))).toEqual([]);
    expect((await chart()).text).toBe(shown.text);
    const consent = `/api/patients/${person.personId}/consents/${consentId}`;
    expect((await person.caller.delete(consent)).status).toBe(204);
    expect((await chart()).code).toBe('not_found');
  });

  test('each new ciphertext’s hash is in the person’s audit log', async () => {
    const person = await filledPerson(server, 'Hashed');
    await markPerson(gate, person.personId);
    await renewPersons(gate, blobs, quickly);
    const opened = (await openEverything(gate)).filter(
      ({ ownerId }) => ownerId === person.personId,
    );
    const hashes = new Set(opened.flatMap(({ value }) => hashesIn(value)));
    const [stored] = await rowsOf<{ hash: string }>(sql`
      select encode(sha256(sealed), 'hex') as hash from document
      where owner_id = ${person.personId} and state = 'stored'`);
    expect(hashes.has(stored?.hash ?? '')).toBe(true);
  });

  test('an upload that began before is kept under the key that is active at its end', async () => {
    const person = await filledPerson(server, 'Slow');
    const { personId, caller } = person;
    const made = await caller.post(`/api/patients/${personId}/documents`, {
      title: 'Slow',
      fileName: 'slow.pdf',
    });
    const id = String(made.json.documentId);
    const bytes = pdf(50_000);
    const body = slowly(bytes, 1_500);
    const sending = fetch(`${server.url}/api/patients/${personId}/documents/${id}/content`, {
      method: 'PUT',
      body,
      duplex: 'half',
      headers: {
        cookie: caller.cookie,
        'wardkeep-csrf': caller.csrfToken,
        'content-type': 'application/octet-stream',
      },
      // Node's fetch needs `duplex` for a stream; its types do not know the member.
    } as RequestInit);
    await sleep(400);
    await markPerson(gate, personId);
    expect(await renewPersons(gate, blobs, quickly)).toMatchObject({ left: 0, deletedKeys: 2 });
    expect((await sending).status).toBe(200);
    const read = await caller.get(`/api/patients/${personId}/documents/${id}/content`);
    expect(read.bytes.equals(bytes)).toBe(true);
  });

  test('stopped at any step it goes on, and everything opens in between', async () => {
    const person = await filledPerson(server, 'Stopped');
    await markPerson(gate, person.personId);
    let stops = 0;
    for (let step = 1; ; step += 1) {
      const faulty = failingAt(step);
      const done = await renewPersons(faulty.gate, faulty.blobs, quickly).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Error && error.message === 'killed')) throw error;
          return false;
        },
      );
      await openEverything(gate);
      await expectReadable(person);
      if (done) break;
      // What was done stays done: the next run begins where this one stopped, and gets one step further.
      stops += 1;
    }
    expect(stops).toBeGreaterThan(3);
    await collectOrphans(gate.db, blobs, new Date(Date.now() + 1000), 0);
    const known = await rowsOf<{ id: string }>(
      sql`select blob_id as id from document where blob_id is not null`,
    );
    expect(blobNames().toSorted()).toEqual(known.map(({ id }) => id).toSorted());
  });

  test('a value that was altered is counted, keeps its old key, and stands in nobody’s way', async () => {
    const person = await filledPerson(server, 'Damaged');
    await rowsOf(sql`update share set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
      where owner_id = ${person.personId}`);
    await markPerson(gate, person.personId);
    const result = await renewPersons(gate, blobs, quickly);
    expect(result).toMatchObject({ damaged: 1, left: 1, deletedKeys: 1 });
    await expectReadable(person);
    await rowsOf(sql`update share set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
      where owner_id = ${person.personId}`);
    expect(await renewPersons(gate, blobs, quickly)).toMatchObject({ damaged: 0, left: 0 });
    await openEverything(gate);
  });

  test('an epoch that was seen marks every key that it wraps', async () => {
    const person = await filledPerson(server, 'Epoch');
    const marked = await markEpoch(gate, gate.vault.epoch.id);
    const [active] = await rowsOf<{ count: number }>(
      sql`select count(*) as count from person_key where state = 'active'`,
    );
    expect(marked).toBe(active?.count);
    const progress: number[] = [];
    const result = await renewPersons(gate, blobs, {
      ...quickly,
      onProgress: ({ done }) => void progress.push(done),
    });
    expect(result).toMatchObject({ newKeys: marked, left: 0 });
    expect(progress.at(-1)).toBe(result.persons);
    await openEverything(gate);
    await expectReadable(person);
  });

  test('a dump that runs is waited for: nothing is sealed anew while somebody may not know the new key', async () => {
    const person = await filledPerson(server, 'Waited');
    const before = sealedOf(await openEverything(gate), person.personId);
    const [finish, finished] = gateOfPromise();
    const old = server.database.db.transaction(() => finished);
    await sleep(50);
    await markPerson(gate, person.personId);
    const renewing = renewPersons(gate, blobs, quickly);
    await sleep(600);
    const during = sealedOf(await openEverything(gate), person.personId);
    finish();
    await old;
    expect(during).toEqual(expect.arrayContaining(before));
    expect(await renewing).toMatchObject({ left: 0 });
  });
});

function gateOf({ wardkeep }: TestServer): Gate {
  const { gate } = wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  return gate;
}

function gateOfPromise(): [() => void, Promise<void>] {
  const { promise, resolve } = Promise.withResolvers<void>();
  return [resolve, promise];
}

/** Reads and writes of one person, side by side, until told to stop. */
function startTraffic(person: FilledPerson) {
  const { caller, personId, documents, linkId } = person;
  const base = `/api/patients/${personId}`;
  const failures: string[] = [];
  let requests = 0;
  const stopping = new AbortController();
  const check = (name: string, answer: Answer, bytes?: Uint8Array): void => {
    requests += 1;
    if (answer.status >= 300) failures.push(`${name}: ${answer.status} ${answer.text}`);
    else if (bytes !== undefined && !answer.bytes.equals(bytes))
      failures.push(`${name}: other bytes`);
  };
  const loop = async (work: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await work();
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const loops = [
    loop(async () => {
      check('chart', await caller.get(`${base}/chart`));
      check('account', await caller.get('/api/account'));
      check('log', await caller.get(`${base}/access-log`));
    }),
    loop(async () => {
      for (const { id, bytes } of documents) {
        check('file', await caller.get(`${base}/documents/${id}/content`), bytes);
      }
      check('files', await caller.get(`${base}/documents`));
      const headers = { authorization: `Wardkeep-Share ${linkId}` };
      check('share', await server.stranger().get('/api/shared', headers));
    }),
    loop(async () => {
      const body = {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'Pulse' },
        subject: { reference: `Patient/${personId}` },
      };
      check('write', await caller.post('/fhir/R4/Observation', body));
      const { id } = await upload(caller, pdf(2_000));
      check('delete', await caller.delete(`${base}/documents/${id}`));
    }),
  ];
  return {
    count: () => requests,
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
      return failures;
    },
  };
}

async function expectReadable({
  caller,
  personId,
  documents,
  linkId,
}: FilledPerson): Promise<void> {
  const base = `/api/patients/${personId}`;
  expect((await caller.get(`${base}/chart`)).status).toBe(200);
  expect((await caller.get('/api/account')).status).toBe(200);
  for (const { id, bytes } of documents) {
    expect((await caller.get(`${base}/documents/${id}/content`)).bytes.equals(bytes)).toBe(true);
  }
  expect((await caller.get(`${base}/consents`)).json.consents).toMatchObject([{ label: FOR_WHOM }]);
  const log = await caller.get(`${base}/access-log`);
  expect([log.status, log.json.entries.length > 3]).toEqual([200, true]);
  expect(linkId).not.toBe('');
}

/** The same gate and blobs, whose process dies at the given step: of the database, or of the blobs. */
function failingAt(step: number): { readonly gate: Gate; readonly blobs: BlobStore } {
  let steps = 0;
  const dieHere = (): void => {
    steps += 1;
    if (steps === step) throw new Error('killed');
  };
  const sealing: Gate['auditSealing'] = {
    ...gate.auditSealing,
    sealCore: (id, value) => {
      dieHere();
      return gate.auditSealing.sealCore(id, value);
    },
  };
  return {
    gate: { ...gate, auditSealing: sealing },
    blobs: {
      ...blobs,
      get: async (id) => {
        dieHere();
        return blobs.get(id);
      },
      put: async (id, sealed) => {
        const put = await blobs.put(id, sealed);
        dieHere();
        return put;
      },
      delete: async (id) => {
        dieHere();
        await blobs.delete(id);
      },
    },
  };
}

function slowly(bytes: Uint8Array, ms: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: async (controller) => {
      controller.enqueue(bytes.subarray(0, 20_000));
      await sleep(ms);
      controller.enqueue(bytes.subarray(20_000));
      controller.close();
    },
  });
}

function keyBytes({ wrapped }: Pick<PersonKeyRow, 'wrapped'>): Buffer {
  return Buffer.from(wrappedKeyIds(wrapped).keyId, 'hex');
}

function keysOf(personId: string): Promise<readonly PersonKeyRow[]> {
  return gate.db.transaction((tx) =>
    gate.vault.readKeys(tx, [personId], ['account', 'chart', 'audit']),
  );
}

function sealedOf(opened: Awaited<ReturnType<typeof openEverything>>, personId: string): string[] {
  return opened
    .filter(({ ownerId, column }) => ownerId === personId && column !== 'audit_event.detail')
    .map(({ column, sealed }) => `${column} ${Buffer.from(sealed).toString('base64')}`);
}

function hashesIn(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && 'ciphertextHashes' in value
    ? (value.ciphertextHashes as string[])
    : [];
}

async function blobIdsOf(personId: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    sql`select blob_id as id from document where owner_id = ${personId} and blob_id is not null`,
  );
  return rows.map(({ id }) => id);
}

function blobFile(blobId: string): string {
  return path.join(blobDirectory(), blobId.slice(0, 2), blobId);
}

function blobNames(): readonly string[] {
  return readdirSync(blobDirectory(), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => each.name);
}

function rowsOf<T>(select: ReturnType<typeof sql>): Promise<readonly T[]> {
  return server.database.db.transaction(async (tx) => {
    const { rows } = await sql<T>`${select}`.execute(queries(tx));
    return rows;
  });
}
