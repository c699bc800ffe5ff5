/**
 * Who looks at who looked, in a real browser: a patient reads in plain words that a doctor opened the chart, asks why, keeps
 * the proof and has the browser compare the log; security officers answer, get an alert, and search. Pictures go to
 * test-results/audit.
 */
import { readFile } from 'node:fs/promises';
import { verifyTlogProof } from '../packages/client/src/index.ts';
import { type People, type Somebody, settle } from './people.ts';
import { PASSWORD } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

test.describe.configure({ mode: 'serial' });

let people: People;
let admin: Somebody;
let doctor: Somebody;
let patient: Somebody;
/** What the server told of the log before anything else was looked at. */
let earlier: string;

const ACCESS = /^Demo Doctor opened the overview of the chart/;

test.beforeAll(async ({ browser, watched }) => {
  people = await settle(browser, watched, 'audit');
  ({ admin } = people);
  doctor = await people.join('provider', 'Demo Doctor');
  patient = await people.signUp();
  const { link } = await people.call<{ link: string }>(
    patient,
    `/api/patients/${patient.personId}/consents`,
    {
      kind: 'consent',
      label: 'Demo Doctor',
      patientLabel: 'Mrs Demo',
      email: null,
      until: null,
      terms: {
        kinds: ['conditions', 'results'],
        sensitivities: [],
        mayWrite: false,
        mayShare: false,
      },
    },
  );
  const token = new URL(link).hash.slice(1);
  await people.call(doctor, '/api/consent-offers/acceptance', { token });
});
test.afterAll(() => people.leave());

test('the patient reads who opened the chart, by what right, and that the log is signed', async () => {
  await doctor.page.goto(`/people/${patient.personId}/chart`);
  await expect(doctor.page.getByRole('heading', { name: 'Demo Patient One' })).toBeVisible();
  const { page, look } = patient;
  const checkpoints = page.waitForResponse('**/api/audit/checkpoints');
  await page.goto('/access');
  earlier = await (await checkpoints).text();
  const access = page.getByRole('listitem').filter({ hasText: ACCESS });
  await expect(access).toBeVisible();
  await expect(access.getByText('Doctor or nurse · by consent')).toBeVisible();
  await expect(page.getByText('compares from now on')).toBeVisible();
  await look('01-who-looked');
  await page.reload();
  await expect(page.getByText('with what it saw before: all is well')).toBeVisible();
});

test('the patient asks why, and sees that the question waits', async () => {
  const { page, look } = patient;
  await page.getByRole('button', { name: /^Ask about: Demo Doctor opened/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Send the question' }).click();
  await expect(dialog.getByText('Write a sentence')).toBeVisible();
  await dialog.getByLabel('What do you want to know?').fill('Why did you look? I had no visit.');
  await look('02-ask');
  await dialog.getByRole('button', { name: 'Send the question' }).click();
  await expect(dialog).toHaveCount(0);
  const access = page.getByRole('listitem').filter({ hasText: ACCESS });
  await expect(access.getByText('Why did you look? I had no visit.')).toBeVisible();
  await expect(access.getByText('Not answered yet.')).toBeVisible();
  await expect(access.getByRole('button', { name: /^Ask about/ })).toHaveCount(0);
});

test('the proof that the patient keeps holds outside of this server, and a changed one does not', async () => {
  const { page } = patient;
  const arrives = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save the proof of: Demo Doctor opened/ }).click();
  const download = await arrives;
  expect(download.suggestedFilename()).toMatch(/^[0-9a-f-]{36}\.tlog-proof$/);
  const proof = await readFile(await download.path(), 'utf8');
  const key = await page.evaluate(async () => {
    const reply: unknown = await (await fetch('/api/audit/checkpoints')).json();
    // `as`: the reply of this endpoint of the contract
    return (reply as { logs: { verifierKey: string }[] }).logs[0]?.verifierKey ?? '';
  });
  expect(await verifyTlogProof(proof, key)).toMatchObject({
    action: 'chart.read',
    outcome: 'success',
  });
  const [head, ...rest] = proof.split('\nindex ');
  const other = [head, ...rest.map((text) => text.replace(/^\d/, '9'))].join('\nindex ');
  await expect(verifyTlogProof(other, key)).rejects.toThrow();
});

test('a security officer is shown that somebody asked, and answers', async () => {
  const { page, look } = admin;
  await page.goto('/admin');
  await look('03-system');
  const way = page.getByRole('link', { name: /^Security/ }).first();
  await expect(way.getByText(/waits?\)/)).toBeAttached();
  await way.click();
  await page.getByRole('link', { name: /^Questions/ }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for an answer' });
  await expect(waiting.getByText('Why did you look?')).toBeVisible();
  await expect(waiting.getByText(/About: Demo Doctor opened the overview/)).toBeVisible();
  await look('04-questions');
  await waiting.getByRole('button', { name: /^Answer/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your answer').fill('Your results of last week came in that day.');
  await look('05-answer');
  await dialog.getByRole('button', { name: 'Send the answer' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Every question is answered.')).toBeVisible();
});

test('the patient reads the answer beside the access', async () => {
  const { page, look } = patient;
  await page.goto('/access');
  const access = page.getByRole('listitem').filter({ hasText: ACCESS });
  await expect(access.getByText('Your results of last week came in that day.')).toBeVisible();
  await look('06-answered');
});

test('who is refused again and again becomes an alert, which is settled with words', async () => {
  const email = 'patient@example.test';
  for (const password of ['not this one', 'nor this one', PASSWORD])
    await people.call(patient, '/api/sessions', { email, password });
  const refused = await doctor.page.evaluate(async () => {
    const codes: number[] = [];
    for (let time = 0; time < 22; time += 1) codes.push((await fetch('/api/accounts')).status);
    return codes;
  });
  expect(new Set(refused)).toEqual(new Set([403]));
  const { page, look } = admin;
  const open = page.getByRole('region', { name: 'Alerts', exact: true });
  const alert = open.getByRole('listitem').filter({ hasText: 'Somebody was refused many times' });
  await expect(async () => {
    await page.goto('/admin/security');
    await expect(alert).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
  await expect(alert.getByText('About Demo Doctor')).toBeVisible();
  await page.waitForTimeout(1200);
  await look('07-security');
  await page.getByText('30 days', { exact: true }).click();
  await expect(page.getByRole('img', { name: /^Plot: Sign-ins/ })).toBeVisible();
  const signIns = page.getByRole('region', { name: 'Sign-ins' }).first();
  await signIns.getByText('The same as a table').click();
  await expect(signIns.getByRole('table')).toBeVisible();
  await alert.getByRole('button', { name: /^Settle/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^What was it/).fill('A colleague looked for the list of accounts.');
  await look('08-settle');
  await dialog.getByRole('button', { name: 'Settle' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(alert).toHaveCount(0);
  const settled = page.getByRole('region', { name: 'Settled alerts' });
  await expect(settled.getByText('A colleague looked for the list of accounts.')).toBeVisible();
  await look('09-settled');
  await settled.getByRole('link', { name: /^See the events: Somebody was refused/ }).click();
  await expect(
    page.getByText('Demo Doctor tried to look at the list of accounts.').first(),
  ).toBeVisible();
});

test('the log is searched by person and by what was done, and one event is shown whole', async () => {
  const { page, look } = admin;
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/admin\/security\/log$/);
  await page.getByRole('combobox', { name: 'Who did it' }).fill('doctor');
  await page.getByRole('option', { name: /^Demo Doctor/ }).click();
  await page.getByRole('combobox', { name: 'What' }).fill('overview of');
  await page.getByRole('option', { name: 'See the overview of a chart' }).click();
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const found = page.getByRole('listitem').filter({ hasText: ACCESS });
  await expect(found.first()).toContainText('Whose data: Demo Patient');
  await look('10-search');
  await found
    .first()
    .getByRole('button', { name: /^Details/ })
    .click();
  const drawer = page.getByRole('dialog', { name: 'One event' });
  await expect(drawer.getByText('by consent')).toBeVisible();
  await expect(drawer.getByText('chart.read')).toBeVisible();
  await page.waitForTimeout(500);
  await look('11-event');
  await drawer.getByRole('button', { name: 'All about the same person’s data' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(page.getByText('Somebody who was not signed in made the account.')).toBeVisible();
});

test('a log that is not what this browser saw before is an alarm, with evidence to keep', async () => {
  const { page, look } = patient;
  await page.route('**/api/audit/checkpoints', (route) =>
    route.fulfill({ body: earlier, contentType: 'application/json' }),
  );
  await page.goto('/access');
  const alarm = page.getByRole('alert').filter({ hasText: 'not what your browser saw' });
  await expect(alarm).toBeVisible();
  await look('12-alarm');
  const arrives = page.waitForEvent('download');
  await alarm.getByRole('button', { name: 'Save the evidence' }).click();
  const evidence: unknown = JSON.parse(await readFile(await (await arrives).path(), 'utf8'));
  expect(evidence).toMatchObject({ compared: [{ verdict: 'went-back' }] });
  await page.unroute('**/api/audit/checkpoints');
  await page.reload();
  await expect(page.getByText('with what it saw before: all is well')).toBeVisible();
});

test('the same in the other language', async () => {
  for (const { page } of [patient, admin])
    await page.evaluate(() => localStorage.setItem('wardkeep-language', 'de'));
  await patient.page.goto('/access');
  await expect(patient.page.getByText(/^Demo Doctor hat die Übersicht/).first()).toBeVisible();
  await patient.look('13-who-looked-german');
  await admin.page.goto('/admin/security');
  await expect(admin.page.getByRole('heading', { name: 'Sicherheit', level: 1 })).toBeVisible();
  await admin.page.waitForTimeout(1200);
  await admin.look('14-security-german');
  await admin.page.goto('/admin/security/log');
  await expect(admin.page.getByRole('heading', { name: 'Zugriffsprotokoll' })).toBeVisible();
  await admin.look('15-search-german');
});
