import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FoundEvent } from '@wardkeep/contract';
import { forgetPerson } from '../../audit/index.ts';
import { queries } from '../../db/queries.ts';
import { openEvents } from '../../gate/opened-events.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let other: TestCaller;
let provider: TestCaller;
let stranger: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp('Pat Searched');
  other = await server.signUp('Other Searched');
  provider = await server.join('provider');
  stranger = await server.join('radiologist');
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Searched'));
  await giveGrant(server, {
    patientId: patient.personId,
    granteeId: provider.personId,
    kind: 'consent',
  });
  await provider.get(`/api/patients/${patient.personId}/chart`);
  await provider.get(`/fhir/R4/Patient/${patient.personId}`);
  await provider.get(`/api/patients/${other.personId}/chart`);
  await stranger.get(`/api/patients/${patient.personId}/chart`);
}, 60_000);
afterAll(() => server.stop());

interface Page {
  readonly events: readonly FoundEvent[];
  readonly next: string | null;
}

async function search(query: Readonly<Record<string, string>>): Promise<Page> {
  const answer = await server.admin.get(`/api/audit/events?${new URLSearchParams(query)}`);
  expect(answer.text).toContain('"events"');
  return answer.json as Page;
}

const deeds = ({ events }: Page) => events.map(({ action, outcome }) => `${action} ${outcome}`);

describe('the search of the audit log', () => {
  test('is for administrators, and no patient or clinician', async () => {
    const answers = [];
    for (const caller of [server.stranger(), patient, provider, stranger])
      answers.push((await caller.get('/api/audit/events')).status);
    expect(answers).toEqual([401, 403, 403, 403]);
  });

  test('is not kept busy by a long word, whoever sends it', async () => {
    const begun = performance.now();
    const word = `${'a'.repeat(12_000)}!`;
    expect((await patient.get(`/api/audit/events?action=${word}`)).status).toBe(422);
    expect(performance.now() - begun).toBeLessThan(300);
  });

  test('finds who did it, to whom, what, how it went, from where and when', async () => {
    const [actor, about] = [provider.personId, patient.personId];
    expect(deeds(await search({ actor, patient: about }))).toEqual([
      'record.read success',
      'chart.read success',
    ]);
    expect(deeds(await search({ actor, action: 'chart.read' }))).toEqual([
      'chart.read refused',
      'chart.read success',
    ]);
    expect(deeds(await search({ actor, action: 'record.' }))).toEqual(['record.read success']);
    expect(deeds(await search({ patient: about, action: 'chart.', outcome: 'refused' }))).toEqual([
      'chart.read refused',
    ]);
    const here = await search({ actor, address: '::ffff:127.0.0.1', action: 'chart.read' });
    expect(deeds(here)).toHaveLength(2);
    expect(deeds(await search({ actor, address: '192.0.2.1' }))).toEqual([]);
    const [last] = (await search({ actor, patient: about })).events;
    const from = last?.occurredAt ?? '';
    const since = await search({ actor, patient: about, from });
    expect(deeds(since)).toContain('record.read success');
    const before = await search({ actor, patient: about, until: from });
    expect(deeds(before)).not.toContain('record.read success');
    expect(deeds(since).length + deeds(before).length).toBe(2);
  });

  test('names people as the list of accounts does, and no record', async () => {
    const page = await search({ actor: provider.personId, patient: patient.personId });
    expect(page.events[1]).toMatchObject({
      action: 'chart.read',
      outcome: 'success',
      actor: {
        kind: 'person',
        role: 'provider',
        person: { personId: provider.personId, displayName: 'Test Colleague' },
      },
      patient: { personId: patient.personId, displayName: 'Pat Searched' },
      relationship: 'consent',
      purposeOfUse: 'TREAT',
      address: '127.0.0.1',
      repeated: 1,
    });
    const { records } = await newestIn(patient.personId);
    expect(records.length).toBeGreaterThan(0);
    // Of the patient’s own record the id is the patient’s.
    for (const id of records.filter((each) => each !== patient.personId))
      expect(JSON.stringify(page)).not.toContain(id);
  });

  test('says so when it was nobody', async () => {
    await server.stranger().get(`/api/patients/${patient.personId}/chart`);
    const { events } = await search({ action: 'chart.read', outcome: 'refused' });
    expect(events[0]?.actor).toEqual({ kind: 'nobody', role: null, person: null });
  });

  test('pages without gaps or doubles while events are added', async () => {
    const whole = (await search({ patient: patient.personId, limit: '200' })).events;
    const ids: string[] = [];
    let before: string | undefined;
    do {
      const more = before === undefined ? {} : { before };
      const page: Page = await search({ patient: patient.personId, limit: '2', ...more });
      ids.push(...page.events.map(({ eventId }) => eventId));
      await stranger.get(`/api/patients/${patient.personId}/chart`);
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(ids).toEqual(whole.map(({ eventId }) => eventId));
  });

  test('takes no text for anything but what it is', async () => {
    for (const [name, value] of [
      ['actor', "x' or '1'='1"],
      ['action', "record.read' --"],
      ['action', '%'],
      ['outcome', 'Success'],
      ['before', 'the-last-one'],
      ['limit', 'two-hundred'],
      ['from', 'yesterday'],
      ['patients', patient.personId],
    ] as const) {
      const answer = await server.admin.get(
        `/api/audit/events?${new URLSearchParams({ [name]: value })}`,
      );
      expect([name, answer.code]).toEqual([name, 'validation_failed']);
      expect(answer.text).not.toContain(value);
    }
    expect(deeds(await search({ address: "127.0.0.1' or true --" }))).toEqual([]);
    expect(deeds(await search({ action: 'nothing.' }))).toEqual([]);
    expect(deeds(await search({ action: 'nothing.at-all' }))).toEqual([]);
  });

  test('is on record itself, with what it was by and without whom', async () => {
    await search({ actor: provider.personId, action: 'chart.read', from: '2026-01-01T00:00:00Z' });
    const found = await search({ actor: server.admin.personId, action: 'audit.search' });
    expect(found.events[0]).toMatchObject({ outcome: 'success', reason: 'by actor action from' });
    expect(found.events[0]?.reason).not.toContain(provider.personId);
  });

  test('finds nothing of an erased person, and keeps what others did to nobody', async () => {
    const gone = await server.signUp('Gone Searched');
    await provider.get(`/api/patients/${gone.personId}/chart`);
    const [event] = (await search({ patient: gone.personId, action: 'chart.read' })).events;
    await forget(gone.personId);
    expect(deeds(await search({ patient: gone.personId }))).toEqual([]);
    const { events } = await search({ actor: provider.personId, action: 'chart.read' });
    const same = events.find(({ eventId }) => eventId === event?.eventId);
    expect(same).toMatchObject({ outcome: 'refused', patient: null });
    expect(JSON.stringify(events)).not.toContain(gone.personId);
  });

  test('names nobody for an id that was written over the true one', async () => {
    const [event] = (await search({ patient: patient.personId, action: 'chart.read' })).events;
    await alterOwner(event?.eventId ?? '', other.personId);
    const again = await search({ patient: patient.personId, action: 'chart.read' });
    expect(again.events[0]).toMatchObject({ eventId: event?.eventId, patient: null });
    await alterOwner(event?.eventId ?? '', patient.personId);
  });
});

async function newestIn(personId: string): Promise<{ readonly records: readonly string[] }> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const events = await gate.db.transaction(async (tx) => {
    const keys = await gate.vault.readKeys(tx, [personId], ['audit']);
    const vault = gate.vault.unlock(keys, personId, 'audit');
    if (vault === undefined) throw new Error('no audit key');
    return openEvents(gate, tx, vault, { limit: 50, before: undefined });
  });
  return { records: events.flatMap(({ detail }) => detail?.resources.map(({ id }) => id) ?? []) };
}

/** What an erasure does to the log. */
async function forget(personId: string): Promise<void> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  await gate.db.transaction((tx) => forgetPerson(tx, gate.auditSealing, personId));
}

async function alterOwner(eventId: string, personId: string): Promise<void> {
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('audit_event')
      .set({ detail_owner: personId })
      .where('event_id', '=', eventId)
      .execute(),
  );
}
