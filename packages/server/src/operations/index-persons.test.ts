import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { indexPatient } from '../features/person-index/index.ts';
import type { Gate } from '../gate/index.ts';
import { breakGlass, patientNamed } from '../testing/break-glass.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { indexPersons, type IndexPatient } from './index-persons.ts';

let server: TestServer;
let gate: Gate;
beforeAll(async () => {
  server = await startTestServer();
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the keys are locked');
  gate = opened;
});
afterAll(() => server.stop());

const index = (how: IndexPatient = indexPatient, signal = new AbortController().signal) =>
  indexPersons(gate, how, signal);

/** As if all of it had been written by a version that had none. */
const forgetIndex = () =>
  gate.db.transaction((tx) => queries(tx).deleteFrom('person_index').execute());

test('charts that were written before there was an index are found once the job has run, and it is on record', async () => {
  const doctor = await server.join('provider');
  const patient = await patientNamed(server, 'Earlier');
  await patientNamed(server, 'Another');
  await forgetIndex();
  expect((await breakGlass(doctor, 'Earlier')).code).toBe('not_found');
  expect(await index()).toEqual({ indexed: 2 });
  expect((await breakGlass(doctor, 'Earlier')).json.patientId).toBe(patient.personId);
  const log = await patient.get(`/api/patients/${patient.personId}/access-log`);
  expect(log.text).toContain('person.index');
  expect(await index()).toEqual({ indexed: 0 });
});

test('stopped half-way it goes on with who is left', async () => {
  await forgetIndex();
  const stopping = new AbortController();
  const stopAfterOne: IndexPatient = async (...given) => {
    await indexPatient(...given);
    stopping.abort();
  };
  expect(await index(stopAfterOne, stopping.signal)).toEqual({ indexed: 1 });
  expect(await index()).toEqual({ indexed: 1 });
});

test('a chart that is found by nothing is not opened again and again', async () => {
  const patient = await server.signUp();
  const resource = { resourceType: 'Patient', name: [{ text: 'Nobody' }] };
  const entry = [{ resource, request: { method: 'POST', url: 'Patient' } }];
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  const imported = await patient.post(`/api/patients/${patient.personId}/imports`, bundle);
  expect(imported.status).toBe(200);
  await forgetIndex();
  expect((await index()).indexed).toBe(3);
  expect(await index()).toEqual({ indexed: 0 });
});
