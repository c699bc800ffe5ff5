/** Two persons, before a pseudonym says whose it is. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import {
  clientPurpose,
  exportPurpose,
  pseudonymText,
  pseudonymsOf,
  type Gate,
} from '../../gate/index.ts';
import { openEvents } from '../../gate/opened-events.ts';
import { breakGlass, moveClock, patientNamed } from '../../testing/break-glass.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { findPseudonym } from './find-pseudonym.ts';

const HOUR_MS = 3600_000;
const REASON = 'The regulator asks whom case 12 is about.';

let server: TestServer;
let gate: Gate;
let first: TestCaller;
let second: TestCaller;
let patient: TestCaller;
let pseudonym: string;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the keys are locked');
  gate = opened;
  first = server.admin;
  second = await server.join('admin');
  patient = await patientNamed(server, 'Known');
  await breakGlass(await server.join('provider'), 'Known');
  pseudonym = (await first.get('/api/emergency-reviews')).json.reviews[0].patientPseudonym;
});
afterAll(() => server.stop());

const ask = (by = first, of = pseudonym) =>
  by.post('/api/reidentifications', { pseudonym: of, reason: REASON });
const approve = (requestId: string, by = second) =>
  by.post(`/api/reidentifications/${requestId}/approval`, '');
const refuse = (requestId: string, by = second) => by.delete(`/api/reidentifications/${requestId}`);
const read = (requestId: string, by = first) =>
  by.post(`/api/reidentifications/${requestId}/reading`, '');

async function asked(of = pseudonym): Promise<string> {
  for (const administrator of [first, second]) await server.proveFreshly(administrator);
  const answer = await ask(first, of);
  if (answer.status !== 200) throw new Error(answer.text);
  return String(answer.json.requestId);
}

async function stateOf(requestId: string): Promise<string | undefined> {
  const { requests } = (await second.get('/api/reidentifications')).json as {
    readonly requests: readonly { readonly requestId: string; readonly state: string }[];
  };
  return requests.find((each) => each.requestId === requestId)?.state;
}

describe('one person', () => {
  test('who is no administrator asks, approves and reads nothing, and neither does an old proof', async () => {
    const requestId = await asked();
    for (const caller of [patient, await server.join('provider'), server.stranger()])
      for (const answer of [
        await ask(caller),
        await approve(requestId, caller),
        await read(requestId, caller),
        await refuse(requestId, caller),
        await caller.get('/api/reidentifications'),
      ])
        expect([401, 403]).toContain(answer.status);
    await makeProofsStale(server, second.personId);
    expect((await approve(requestId)).code).toBe('step_up_needed');
  });

  test('reads nothing before a second one has approved, and approves nothing of their own', async () => {
    const requestId = await asked();
    expect((await read(requestId)).code).toBe('not_found');
    expect((await approve(requestId, first)).code).toBe('forbidden');
    expect(await stateOf(requestId)).toBe('waiting');
    expect((await read(requestId)).code).toBe('not_found');
  });
});

describe('two persons', () => {
  test('read it once, on record in the patient’s own log, and both hear of it by e-mail', async () => {
    const requestId = await asked();
    expect((await approve(requestId)).status).toBe(204);
    expect((await approve(requestId)).code, 'once').toBe('not_found');
    expect((await read(requestId, second)).code, 'not the second one').toBe('forbidden');
    const answer = await read(requestId);
    expect([answer.status, answer.json]).toEqual([200, { patientId: patient.personId }]);
    expect((await read(requestId)).code, 'not twice').toBe('not_found');
    expect(await stateOf(requestId)).toBe('read');
    const [event] = await logOf(patient.personId);
    expect(event?.core).toMatchObject({
      action: 'pseudonym.read',
      outcome: 'success',
      actor: { personId: first.personId, role: 'admin' },
      reason: `re-identification ${requestId}`,
    });
    const mails = (await openOutbox(server)).map(({ personId, template }) => [personId, template]);
    expect(mails).toContainEqual([second.personId, 'reidentification-requested']);
    expect(mails).toContainEqual([first.personId, 'reidentification-approved']);
    expect(mails).not.toContainEqual([first.personId, 'reidentification-requested']);
  });

  test('who read at the same moment get one answer between them', async () => {
    const requestId = await asked();
    await approve(requestId);
    const answers = await Promise.all([1, 2, 3, 4].map(() => read(requestId)));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual([
      '200',
      '404',
      '404',
      '404',
    ]);
  });

  test('have a day from the approval, and a week before it', async () => {
    const late = await asked();
    await approve(late);
    const day = moveClock(server, 24 * HOUR_MS + 1000);
    onTestFinished(day.back);
    for (const administrator of [first, second]) await server.proveFreshly(administrator);
    expect((await read(late)).code).toBe('not_found');
    expect(await stateOf(late)).toBe('expired');
    day.back();
    const ignored = await asked();
    const week = moveClock(server, 7 * 24 * HOUR_MS + 1000);
    onTestFinished(week.back);
    for (const administrator of [first, second]) await server.proveFreshly(administrator);
    expect((await approve(ignored)).code).toBe('not_found');
    week.back();
    for (const administrator of [first, second]) await server.proveFreshly(administrator);
  });

  test('may say no, also after the approval', async () => {
    const requestId = await asked();
    await approve(requestId);
    expect((await refuse(requestId)).status).toBe(204);
    expect((await read(requestId)).code).toBe('not_found');
    expect(await stateOf(requestId)).toBe('refused');
    const mails = (await openOutbox(server)).map(({ personId, template }) => [personId, template]);
    expect(mails).toContainEqual([first.personId, 'reidentification-refused']);
  });

  test('are not made up in the database', async () => {
    const requestId = await asked();
    await gate.db.transaction((tx) =>
      queries(tx)
        .updateTable('reidentification')
        .set({ approved_by: second.personId, approved_at: new Date() })
        .where('request_id', '=', requestId)
        .execute(),
    );
    expect((await read(requestId)).code).toBe('not_found');
    expect((await approve(requestId)).code).toBe('not_found');
    expect(await stateOf(requestId)).toBeUndefined();
  });
});

describe('a pseudonym', () => {
  test('of nobody says so, and uses the approval up no more than a refusal would', async () => {
    const requestId = await asked('0000-0000-0000-0000-0000');
    await approve(requestId);
    expect((await read(requestId)).code).toBe('not_found');
    expect(await stateOf(requestId)).toBe('approved');
  });

  test('in another shape is not asked for', async () => {
    await server.proveFreshly(first);
    for (const wrong of ['', 'KNOWN', '0000-0000', patient.personId.slice(1)])
      expect((await ask(first, wrong)).status).toBe(422);
  });

  test('of a client’s pages and of its exports is found; one of another client is its own', async () => {
    const clients = [await server.join('client'), await server.join('client')];
    await Promise.all(clients.map((client) => grantTo(client.personId)));
    const found = new Set<string>();
    for (const { personId: clientId } of clients)
      for (const purpose of [clientPurpose(clientId), exportPurpose(clientId)])
        for (const shown of [
          pseudonymText(gate.hashes, purpose, patient.personId),
          pseudonymsOf(gate.hashes, purpose, patient.personId).idOf(patient.personId).toUpperCase(),
        ]) {
          found.add(shown);
          expect(await find(shown)).toBe(patient.personId);
        }
    expect(found.size).toBe(8);
    expect(await find(randomUUID().toUpperCase())).toBeNull();
  });
});

const find = (shown: string): Promise<string | null> =>
  gate.db.transaction((tx) => findPseudonym(tx, gate.hashes, shown));

/** Only whom it is of and who has it counts here. */
async function grantTo(granteeId: string): Promise<void> {
  await gate.db.transaction((tx) =>
    queries(tx)
      .insertInto('access_grant')
      .values({
        patient_id: patient.personId,
        grant_id: randomUUID(),
        kind: 'consent',
        state: 'revoked',
        grantee_id: granteeId,
        organisation_id: null,
        parent_id: null,
        pseudonym: null,
        version: 1,
        valid_from: new Date(),
        valid_until: null,
        sealed: Buffer.alloc(1) as never, // nothing opens it
        mac: Buffer.alloc(16),
        created_at: new Date(),
      })
      .execute(),
  );
}

async function logOf(personId: string) {
  return gate.db.transaction(async (tx) => {
    const keys = await gate.vault.readKeys(tx, [personId], ['audit']);
    const vault = gate.vault.unlock(keys, personId, 'audit');
    if (vault === undefined) throw new Error('no audit key');
    return openEvents(gate, tx, vault, { limit: 50, before: undefined });
  });
}
