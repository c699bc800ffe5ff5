import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessLogEntry, AccessQuestion } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

const WORDS = 'Why did somebody from that ward open this?';

let server: TestServer;
let patient: TestCaller;
let other: TestCaller;
let provider: TestCaller;
let seen: AccessLogEntry;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  patient = await server.signUp('Pat Asking');
  other = await server.signUp('Other Person');
  provider = await server.join('provider');
  const to = { patientId: patient.personId, granteeId: provider.personId };
  await giveGrant(server, { ...to, kind: 'consent' });
  seen = await opened();
}, 60_000);
afterAll(() => server.stop());

/** The provider opens the chart once more. @returns the entry of it in the patient’s log. */
async function opened(): Promise<AccessLogEntry> {
  await provider.get(`/api/patients/${patient.personId}/chart`);
  const entry = (await logOf(patient)).find(({ action }) => action === 'chart.read');
  if (entry === undefined) throw new Error('the chart was not opened');
  return entry;
}

async function logOf(reader: TestCaller): Promise<readonly AccessLogEntry[]> {
  const { json } = await reader.get(`/api/patients/${patient.personId}/access-log`);
  return (json as { entries: AccessLogEntry[] }).entries;
}

const ask = (
  caller: TestCaller,
  eventId: string,
  whose = patient,
  words = WORDS,
): Promise<Answer> =>
  caller.post(`/api/patients/${whose.personId}/access-log/${eventId}/question`, { words });

async function listed(): Promise<{ questions: readonly AccessQuestion[]; open: number }> {
  const answer = await server.admin.get('/api/audit/questions');
  expect(answer.status, answer.text).toBe(200);
  return answer.json as { questions: AccessQuestion[]; open: number };
}

const answered = (questionId: string, words: string, by = server.admin): Promise<Answer> =>
  by.send('PUT', `/api/audit/questions/${questionId}`, {
    body: JSON.stringify({ answer: words }),
    headers: { 'content-type': 'application/json' },
  });

async function mails(template: string): Promise<readonly (string | null)[]> {
  const queued = await openOutbox(server);
  return queued.filter((mail) => mail.template === template).map(({ personId }) => personId);
}

describe('a question about an access', () => {
  test('is asked by the patient and their guardians, and by nobody else', async () => {
    const answers = [];
    for (const caller of [server.stranger(), other, provider, server.admin])
      answers.push((await ask(caller, seen.eventId)).status);
    expect(answers).toEqual([401, 404, 403, 403]);
    for (const caller of [server.stranger(), patient, provider]) {
      expect((await caller.get('/api/audit/questions')).status).toBe(caller.personId ? 403 : 401);
      expect((await answered(randomUUID(), 'No, never.', caller)).status).toBe(
        caller.personId ? 403 : 401,
      );
    }
    expect(await mails('access-asked')).toEqual([]);
  });

  test('is about an event of this very log: one of another’s answers like one that is none', async () => {
    await other.get(`/api/patients/${other.personId}/chart`);
    const ofOther = await ask(patient, await eventAbout(other.personId));
    const ofNobody = await ask(patient, randomUUID());
    expect([ofOther.status, ofNobody.status]).toEqual([404, 404]);
    expect(ofOther.json.detail).toBe(ofNobody.json.detail);
    expect((await ask(patient, seen.eventId, patient, 'x')).code).toBe('validation_failed');
  });

  test('is shown with its access and told to the officers, once', async () => {
    expect((await ask(patient, seen.eventId)).status).toBe(204);
    const [entry] = (await logOf(patient)).filter(({ eventId }) => eventId === seen.eventId);
    expect(entry?.question).toMatchObject({ words: WORDS, answer: null, answeredAt: null });
    expect(await mails('access-asked')).toEqual([server.admin.personId]);
    const again = await ask(patient, seen.eventId, patient, 'And again?');
    expect([again.status, again.code]).toEqual([403, 'forbidden']);
    expect(await mails('access-asked')).toHaveLength(1);
  });

  test('reaches the administrator with who did what to whom, and with no record', async () => {
    const { questions, open } = await listed();
    expect(open).toBe(1);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({
      eventId: seen.eventId,
      words: WORDS,
      answer: null,
      event: {
        eventId: seen.eventId,
        action: 'chart.read',
        actor: { person: { personId: provider.personId, displayName: 'Test Colleague' } },
        patient: { personId: patient.personId },
      },
    });
    expect(JSON.stringify(questions)).not.toContain('"resources"');
  });

  test('is answered: whoever asked is told, and sees the answer; the patient’s log says who answered', async () => {
    const [question] = (await listed()).questions;
    const id = question?.questionId ?? '';
    expect((await answered(id, 'They were on duty.')).status).toBe(204);
    expect((await answered(id, 'They were on duty.')).status).toBe(204);
    expect(await mails('access-answered')).toEqual([patient.personId]);
    const entries = await logOf(patient);
    expect(entries.find(({ eventId }) => eventId === seen.eventId)?.question).toMatchObject({
      words: WORDS,
      answer: 'They were on duty.',
    });
    expect(entries.find(({ action }) => action === 'audit.answer')?.actor).toMatchObject({
      id: server.admin.personId,
      displayName: 'Test Administrator',
    });
    expect(await listed()).toMatchObject({
      open: 0,
      questions: [{ answer: 'They were on duty.' }],
    });
    expect((await answered(randomUUID(), 'To nobody.')).code).toBe('not_found');
    await answered(id, 'They were on call.');
    expect(await mails('access-answered')).toHaveLength(2);
  });

  test('can be a guardian’s, who is the one that is told', async () => {
    const guardian = await server.signUp('A Guardian');
    const to = { patientId: patient.personId, granteeId: guardian.personId };
    await giveGrant(server, { ...to, kind: 'guardian' });
    const later = await opened();
    expect((await ask(guardian, later.eventId)).status).toBe(204);
    const [waiting] = (await listed()).questions;
    expect(waiting).toMatchObject({ eventId: later.eventId, answer: null });
    await answered(waiting?.questionId ?? '', 'Because of the visit.');
    expect((await mails('access-answered')).at(-1)).toBe(guardian.personId);
    const entry = (await logOf(guardian)).find(({ eventId }) => eventId === later.eventId);
    expect(entry?.question?.answer).toBe('Because of the visit.');
  });

  test('is sealed: neither the words nor the answer stand in the database', async () => {
    const rows = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('access_question').selectAll().execute(),
    );
    expect(rows).toHaveLength(2);
    const text = JSON.stringify(rows.map(({ sealed }) => Buffer.from(sealed).toString('latin1')));
    for (const word of ['ward', 'duty', 'call', 'visit']) expect(text).not.toContain(word);
  });
});

async function eventAbout(personId: string): Promise<string> {
  const query = new URLSearchParams({ patient: personId, action: 'chart.read' });
  const { json } = await server.admin.get(`/api/audit/events?${query}`);
  return String(json.events[0].eventId);
}
