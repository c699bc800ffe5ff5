/** An erasure takes what events say about the person, and no proof of anything. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLog } from '../../audit/index.ts';
import { run } from '../../testing/embedded.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { keepProofs, type KeptProofs } from '../../testing/kept-proofs.ts';
import { askOperator } from '../../testing/operator.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let person: TestCaller;
let proofs: KeptProofs;
let about: readonly string[];
beforeAll(async () => {
  server = await startTestServer();
  person = await server.signUp();
  const other = await server.signUp();
  const own = `/api/patients/${person.personId}`;
  await person.post('/fhir/R4/Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'weight' },
  });
  await person.get(`${own}/chart`);
  await person.get(`${own}/access-log`);
  await other.get(`${own}/chart`);
  await other.get(`/api/patients/${other.personId}/chart`);
  await sequence();
  proofs = await keepProofs(server.database.db, key());
  const rows = await sql(
    `select event_id from audit_event where detail_owner = '${person.personId}'`,
  );
  about = rows.map((row) => String(row['event_id']));
}, 60_000);
afterAll(() => server.stop());

const sql = (text: string) => run(server.database.db, text);

function key() {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the server started locked');
  return gate.checkpointKey;
}

async function sequence(): Promise<void> {
  await server.wardkeep.state.sequencer?.passNow();
}

test('an erased person’s detail is gone from every event, and every proof made before stays good', async () => {
  expect(about.length).toBeGreaterThanOrEqual(4);
  expect(proofs.count).toBeGreaterThan(about.length);
  const { dataDirectory } = server.config;
  const erased = await askOperator(dataDirectory, 'POST /persons/erase', {
    personId: person.personId,
  });
  expect(erased.status, erased.text).toBe(200);
  expect(erased.text).not.toContain('"error"');
  await sequence();

  const ids = about.map((id) => `'${id}'`).join();
  const [left] = await sql(`select count(*) as n, count(detail_hash) as hashes,
      count(coalesce(detail, salt_detail)) as details, count(detail_owner) as owners,
      count(subject_index) as subjects
    from audit_event where event_id in (${ids})`);
  const n = about.length;
  expect(left).toEqual({ n, hashes: n, details: 0, owners: 0, subjects: 0 });
  expect(await sql(`select 1 from person_key where person_id = '${person.personId}'`)).toEqual([]);

  expect(await proofs.faults()).toEqual([]);
  const log = String((await sql('select log from audit_head'))[0]?.['log']);
  const verdict = await verifyLog({ db: server.database.db, checkpointKey: key(), log });
  expect(verdict).toMatchObject({ ok: true });
});

test('the same proofs fail for one bit of what an erasure left', async () => {
  await sql(`update audit_event set detail_hash = set_byte(detail_hash, 31, get_byte(detail_hash, 31) # 1)
    where event_id = '${about[0]}'`);
  expect(await proofs.faults()).toEqual([about[0]]);
});
