/** What follows broken glass: dispute, review, reminders, misuse. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ReplyOf, listEmergencyReviews } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { Gate } from '../../gate/index.ts';
import { remindReviewers } from '../../operations/remind-reviewers.ts';
import { WORDS, breakGlass, moveClock, patientNamed } from '../../testing/break-glass.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const DAY_MS = 24 * 3600_000;
const REVIEW_WORDS = 'The ambulance report says the same.';
const DISPUTE_WORDS = 'I was at home, and well.';

let server: TestServer;
let gate: Gate;
let doctor: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the keys are locked');
  gate = opened;
  doctor = await server.join('provider');
});
afterAll(() => server.stop());

type Reviews = ReplyOf<typeof listEmergencyReviews>;

const reviewsFor = async (caller = server.admin): Promise<Reviews> =>
  (await caller.get('/api/emergency-reviews')).json as Reviews;

function review(grantId: string, outcome: string, caller = server.admin) {
  const body = JSON.stringify({ outcome, words: REVIEW_WORDS });
  const headers = { 'content-type': 'application/json' };
  return caller.send('PUT', `/api/emergency-reviews/${grantId}`, { body, headers });
}

const dispute = (patient: TestCaller, grantId: string, words = DISPUTE_WORDS) =>
  patient.post(`/api/patients/${patient.personId}/emergency-accesses/${grantId}/dispute`, {
    words,
  });

async function opened(family: string, by = doctor) {
  const patient = await patientNamed(server, family);
  const answer = await breakGlass(by, family);
  if (answer.status !== 200) throw new Error(answer.text);
  return { patient, grantId: String(answer.json.grantId) };
}

async function mailed(template: string): Promise<readonly string[]> {
  const mails = await openOutbox(server);
  return mails.flatMap((mail) => (mail.template === template ? [String(mail.personId)] : []));
}

describe('reviews', () => {
  test('are for administrators with a fresh proof, and show nothing of whose chart it was', async () => {
    const { patient, grantId } = await opened('Reviewed');
    for (const caller of [patient, doctor, server.stranger()]) {
      expect([401, 403]).toContain((await caller.get('/api/emergency-reviews')).status);
      expect([401, 403]).toContain((await review(grantId, 'justified', caller)).status);
    }
    const answer = await server.admin.get('/api/emergency-reviews');
    const found = (answer.json as Reviews).reviews.find((each) => each.grantId === grantId);
    expect(found).toMatchObject({
      words: WORDS,
      by: { displayName: 'Test Colleague', role: 'provider' },
      outcome: null,
      reviewWords: null,
      disputeWords: null,
      isOverdue: false,
      patientPseudonym: expect.stringMatching(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/),
    });
    expect(answer.text).not.toContain(patient.personId);
    expect(answer.text).not.toContain('Reviewed');
    await makeProofsStale(server, server.admin.personId);
    expect((await review(grantId, 'justified')).code).toBe('step_up_needed');
    await server.proveFreshly(server.admin);
    expect((await review(randomUUID(), 'justified')).code).toBe('not_found');
  });

  test('that justify it let it go on, and the patient sees the outcome', async () => {
    const { patient, grantId } = await opened('Justified');
    await server.proveFreshly(server.admin);
    expect((await review(grantId, 'justified')).status).toBe(204);
    expect((await doctor.get(`/api/patients/${patient.personId}/chart`)).status).toBe(200);
    const list = await patient.get(`/api/patients/${patient.personId}/emergency-accesses`);
    expect(list.json.accesses[0]).toMatchObject({
      outcome: 'justified',
      reviewedAt: expect.any(String),
      endedAt: null,
    });
    const log = await patient.get(`/api/patients/${patient.personId}/access-log`);
    expect(log.text).toContain('emergency.review');
  });

  test('that don’t justify it end it at once', async () => {
    const { patient, grantId } = await opened('Unjustified');
    expect((await doctor.get(`/api/patients/${patient.personId}/chart`)).status).toBe(200);
    await server.proveFreshly(server.admin);
    expect((await review(grantId, 'not-justified')).status).toBe(204);
    expect((await doctor.get(`/api/patients/${patient.personId}/chart`)).code).toBe('not_found');
    const found = (await reviewsFor()).reviews.find((each) => each.grantId === grantId);
    expect(found).toMatchObject({ outcome: 'not-justified', reviewWords: REVIEW_WORDS });
    expect(found?.endedAt).toEqual(expect.any(String));
  });

  test('are not of whoever opened it', async () => {
    const { grantId } = await opened('OwnReview');
    const row = await readRow(grantId);
    const openedBy = server.admin.personId;
    await write(grantId, {
      opened_by: openedBy,
      mac: gate.hashes.emergencyReview({ ...row, openedBy }),
    });
    await server.proveFreshly(server.admin);
    expect((await review(grantId, 'justified')).code).toBe('forbidden');
    await write(grantId, { opened_by: row.openedBy, mac: gate.hashes.emergencyReview(row) });
  });

  test('of a row that was altered are refused, and it is shown to nobody', async () => {
    const { patient, grantId } = await opened('AlteredRow');
    await write(grantId, { opened_by: randomUUID() });
    await server.proveFreshly(server.admin);
    expect((await review(grantId, 'justified')).code).toBe('not_found');
    expect((await dispute(patient, grantId)).code).toBe('not_found');
    const ids = (await reviewsFor()).reviews.map((each) => each.grantId);
    expect(ids).not.toContain(grantId);
  });
});

describe('a dispute', () => {
  test('goes to the front with its words, is mailed once, and is the patient’s alone', async () => {
    await opened('Undisputed');
    const { patient, grantId } = await opened('Disputed');
    expect((await dispute(await server.signUp(), grantId)).code).toBe('not_found');
    expect((await dispute(doctor, grantId)).code).toBe('forbidden');
    const before = (await mailed('emergency-disputed')).length;
    expect((await dispute(patient, grantId, 'A first try of words.')).status).toBe(204);
    expect((await dispute(patient, grantId)).status).toBe(204);
    expect((await mailed('emergency-disputed')).length - before).toBe(1);
    const [first] = (await reviewsFor()).reviews;
    expect(first).toMatchObject({ grantId, disputeWords: DISPUTE_WORDS, words: WORDS });
  });

  test('of what was reviewed opens the review again', async () => {
    const { patient, grantId } = await opened('Reopened');
    await server.proveFreshly(server.admin);
    await review(grantId, 'justified');
    expect((await dispute(patient, grantId)).status).toBe(204);
    const found = (await reviewsFor()).reviews.find((each) => each.grantId === grantId);
    expect(found).toMatchObject({ outcome: null, reviewedAt: null, reviewWords: REVIEW_WORDS });
    expect(found?.disputedAt).toEqual(expect.any(String));
    expect((await review(grantId, 'not-justified')).status).toBe(204);
  });
});

test('misuse ends the access, suspends the account that opened it, and tells the patient', async () => {
  const culprit = await server.join('radiologist');
  const { patient, grantId } = await opened('Misused', culprit);
  const other = await opened('AlsoOpened', culprit);
  expect((await culprit.get(`/api/patients/${patient.personId}/chart`)).status).toBe(200);
  await server.proveFreshly(server.admin);
  expect((await review(grantId, 'misuse')).status).toBe(204);
  for (const { personId } of [patient, other.patient])
    expect((await culprit.get(`/api/patients/${personId}/chart`)).code).toBe('not_signed_in');
  expect(await mailed('emergency-misused')).toContain(patient.personId);
  expect(await mailed('account-suspended')).toContain(culprit.personId);
  expect((await review(grantId, 'justified')).code, 'it stays').toBe('forbidden');
  expect((await dispute(patient, grantId)).code, 'nothing is left to say').toBe('forbidden');
  const list = gate.vault.keyStore.restrictions() ?? '';
  expect(list, 'a restore suspends them again').toContain(culprit.personId);
});

test('an overdue review is told to administrators once a day until it is reviewed, and on their page', async () => {
  const { grantId } = await opened('Overdue');
  const later = (days: number): Gate => {
    const now = new Date(Date.now() + days * DAY_MS);
    return { ...gate, now: () => now };
  };
  const told = async (): Promise<number> =>
    (await mailed('emergency-overdue')).filter((id) => id === server.admin.personId).length;
  expect(await remindReviewers(later(2.9))).toEqual({ overdue: 0 });
  const { overdue } = await remindReviewers(later(3.1));
  expect(overdue).toBeGreaterThan(0);
  expect(await told()).toBe(1);
  expect(await remindReviewers(later(3.9))).toEqual({ overdue: 0 });
  expect(await remindReviewers(later(4.2))).toEqual({ overdue });
  expect(await told()).toBe(2);
  expect(await server.countEvents({ action: 'emergency.remind', outcome: 'success' })).toBe(2);

  const clock = moveClock(server, 3.1 * DAY_MS);
  onTestFinished(clock.back);
  await server.proveFreshly(server.admin);
  const page = await reviewsFor();
  expect(page.overdue).toBe(overdue);
  expect((await server.admin.get('/api/system')).json.notices).toContain(
    'emergency-review-overdue',
  );
  expect((await server.stranger().get('/api/system/state')).text).not.toContain('emergency');
  const waiting = page.reviews.filter(({ reviewedAt }) => reviewedAt === null);
  expect(waiting.map((each) => each.grantId)).toContain(grantId);
  for (const each of waiting) await review(each.grantId, 'justified');
  expect((await server.admin.get('/api/system')).json.notices).not.toContain(
    'emergency-review-overdue',
  );
  expect(await remindReviewers(later(9))).toEqual({ overdue: 0 });
});

test('words that were put back from before a dispute don’t open', async () => {
  const { patient, grantId } = await opened('PutBack');
  const before = await gate.db.transaction((tx) =>
    queries(tx)
      .selectFrom('emergency_review')
      .select('sealed')
      .where('grant_id', '=', grantId)
      .executeTakeFirstOrThrow(),
  );
  await dispute(patient, grantId);
  await write(grantId, before);
  expect((await patient.get(`/api/patients/${patient.personId}/emergency-accesses`)).status).toBe(
    500,
  );
});

async function readRow(grantId: string) {
  const row = await gate.db.transaction((tx) =>
    queries(tx)
      .selectFrom('emergency_review')
      .selectAll()
      .where('grant_id', '=', grantId)
      .executeTakeFirstOrThrow(),
  );
  return {
    patientId: row.patient_id,
    grantId,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    endedAt: row.ended_at,
    dueAt: row.due_at,
    disputedAt: row.disputed_at,
    reviewedAt: row.reviewed_at,
    reviewedBy: row.reviewed_by,
    outcome: row.outcome,
  };
}

async function write(grantId: string, change: object): Promise<void> {
  await gate.db.transaction((tx) =>
    queries(tx)
      .updateTable('emergency_review')
      .set(change)
      .where('grant_id', '=', grantId)
      .execute(),
  );
}
