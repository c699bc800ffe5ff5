/**
 * Erasing oneself, in a real browser: the page that says what goes and what stays, the waiting time with its banner and
 * its way back, the second confirmation, and the certificate for somebody who has no account any more. Also what the
 * administrator sees of keys. Pictures go to test-results/erasure.
 */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { generateChart } from '../tools/demo/generate-chart.ts';
import type { ServerProcess } from '../tools/demo/server-process.ts';
import type { AuthenticatorApp } from './authenticator-app.ts';
import { type Looking, looking } from './look.ts';
import { ADMIN, PASSWORD, type Session, send, setUpAdministrator } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

const PATIENT = { email: 'patient@example.test', password: PASSWORD };

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;
let look: Looking['look'];
let patient: Session;
let adminApp: AuthenticatorApp;
let certificateLink: string;
test.beforeAll(async ({ browser }, { project }) => {
  const { defaultBrowserType: _unused, ...device } = project.use as Record<string, unknown>;
  context = await browser.newContext(device);
  page = await context.newPage();
  ({ look } = looking(page, 'erasure'));
});
test.afterAll(() => context.close());

/** An administrator, and a patient who has a chart and is signed in. */
async function settle(wardkeep: ServerProcess): Promise<void> {
  await page.goto(wardkeep.url);
  const { app, session: admin } = await setUpAdministrator(page, wardkeep);
  adminApp = app;
  await send(page, '/api/sessions/current', undefined, admin.csrfToken);
  const account = { ...PATIENT, displayName: 'Demo Patient' };
  ({ session: patient } = await send<{ session: Session }>(page, '/api/accounts', account));
  const bundle = generateChart('adult', 'erasure', new Date('2026-11-22T12:00:00Z'));
  await send(page, `/api/patients/${patient.personId}/imports`, bundle, patient.csrfToken);
}

test('before the first step, the page says what goes, what stays and when', async ({
  unhurried: wardkeep,
}) => {
  await settle(wardkeep);
  await page.goto(`${wardkeep.url}/chart`);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await expect(page.getByText('patient@example.test').last()).toBeVisible();
  await look('01-account');
  await page.getByRole('link', { name: 'Read on' }).click();
  await expect(page.getByRole('heading', { name: 'Erase everything about me' })).toBeVisible();
  await expect(page.getByText(/\d+ records of your chart/)).toBeVisible();
  await expect(page.getByText(/entries of the audit log without their content/)).toBeVisible();
  await look('02-before');
});

test('asking erases nothing: every page says so, and names the date', async () => {
  const ask = page.getByRole('button', { name: 'Ask for my data to be erased' });
  await ask.focus();
  await page.keyboard.press('Enter');
  const banner = page.getByRole('region', { name: 'Planned erasure' });
  await expect(banner).toContainText('Nothing has been erased yet');
  await expect(page.getByText(/in 7 days/)).toBeVisible();
  await look('03-waiting');
  await page.getByRole('link', { name: 'Wardkeep', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Results' })).toBeVisible();
  await expect(banner).toBeVisible();
  await page.waitForTimeout(1000);
  await look('04-chart-with-banner');
});

test('a confirmation before the waiting time is over is refused', async () => {
  const refused = await send<{ code: string }>(
    page,
    `/api/patients/${patient.personId}/erasure/confirm`,
    { confirmation: 'erase', password: PASSWORD },
    patient.csrfToken,
  );
  expect(refused.code).toBe('erasure_waiting');
});

test('one press keeps everything, and the access list tells of both', async () => {
  await page.getByRole('button', { name: 'Keep my data' }).click();
  await expect(page.getByRole('region', { name: 'Planned erasure' })).toHaveCount(0);
  await page.goto(new URL('/access', page.url()).href);
  await expect(page.getByText(/You decided to keep the data/)).toBeVisible();
  await expect(page.getByText(/You asked for everything to be erased/)).toBeVisible();
});

test('the same in the other language', async () => {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByText('Deutsch').click();
  await page.goto(new URL('/account/erase', page.url()).href);
  await expect(page.getByRole('heading', { name: 'Alles über mich löschen' })).toBeVisible();
  await expect(page.getByText('Sie haben es sich schon einmal anders überlegt')).toBeVisible();
  await look('05-before-german');
  await page.getByRole('button', { name: /^Konto von/ }).click();
  await page.getByText('English').click();
});

test('the administrator sees whose root key it is, the lives of the epoch keys, and what to do', async () => {
  const { origin } = new URL(page.url());
  await context.clearCookies();
  await page.goto(`${origin}/sign-in`);
  await signIn(ADMIN);
  await page.getByLabel('Code from your app').fill(await adminApp.nextCode());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible();
  await expect(page.getByText('For restores only').first()).toBeVisible();
  await look('06-administration');
  await page.getByText('The same as a table').click();
  await expect(page.getByRole('cell', { name: 'In use' }).first()).toBeVisible();
});

async function signIn({ email, password }: typeof PATIENT): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('after the waiting time, a wrong word and a wrong password erase nothing', async ({
  impatient,
}) => {
  await context.clearCookies();
  await settle(impatient);
  await page.goto(`${impatient.url}/account/erase`);
  await page.getByRole('button', { name: 'Ask for my data to be erased' }).click();
  await expect(page.getByRole('heading', { name: 'The last step' })).toBeVisible();
  await look('07-confirm');
  const [word, password] = [
    page.getByLabel(/^Type ERASE/),
    page.getByLabel('Password', { exact: true }),
  ];
  const confirm = page.getByRole('button', { name: 'Erase everything now' });
  await word.fill('yes');
  await password.fill(PASSWORD);
  await confirm.click();
  await expect(page.getByText('The word is ERASE')).toBeVisible();
  await word.fill('erase');
  await password.fill('something else altogether');
  await confirm.click();
  await expect(page.getByText('This password is not right. Nothing was erased.')).toBeVisible();
  await look('08-wrong-password');
});

test('the confirmation signs out, and leaves a certificate to keep', async () => {
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Erase everything now' }).click();
  await expect(page.getByRole('heading', { name: 'Your data is being erased' })).toBeVisible();
  expect(page.url()).toMatch(/\/erased#[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/);
  certificateLink = page.url();
  await look('09-erasing');
  await expect(page.getByRole('heading', { name: 'Your data has been erased' })).toBeVisible({
    timeout: 100_000,
  });
  await look('10-erased');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the certificate' }).click();
  const note = readFileSync(await (await downloading).path(), 'utf8');
  const shown = await page
    .getByRole('region', { name: 'Certificate of erasure' })
    .last()
    .innerText();
  expect(note.trim()).toBe(shown.trim());
  expect(note).toContain(patient.personId);
  expect(note).not.toMatch(/Demo|patient@/);
});

test('nobody can sign in with the erased account', async () => {
  await page.goto(new URL('/sign-in', page.url()).href);
  await signIn(PATIENT);
  await expect(page.getByText('The e-mail address or the password is not right')).toBeVisible();
});

test('the certificate opens again by its link in a private window, and by no other', async ({
  browser,
}) => {
  const guest = await browser.newPage();
  await guest.goto(certificateLink);
  await expect(guest.getByRole('heading', { name: 'Your data has been erased' })).toBeVisible();
  const altered = certificateLink.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
  await guest.goto('about:blank');
  await guest.goto(altered);
  await expect(guest.getByRole('alert')).toContainText('It is not here');
  await guest.context().close();
});
