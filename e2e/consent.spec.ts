/**
 * What somebody may see of another's chart, in a real browser: an invitation by code, its yes, reading, less, more, the
 * end within seconds, and a child's chart from its first day to the day it is taken over. Pictures go to
 * test-results/consent.
 */
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { generateChart } from '../tools/demo/generate-chart.ts';
import { type AuthenticatorApp, authenticatorApp } from './authenticator-app.ts';
import { type Looking, looking } from './look.ts';
import { PASSWORD, type Session, send, setUpAdministrator } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

type ReadQr = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// The package is CommonJS, and its declarations say otherwise.
const jsQR = createRequire(import.meta.url)('jsqr') as ReadQr;

const DOCTOR = { email: 'doctor@example.test', displayName: 'Demo Doctor' };
const TODAY = new Date('2026-11-22T12:00:00Z');
/** From the answer to the one who revokes, to the page of the other. */
const ENDS_WITHIN_MS = 5000;

test.describe.configure({ mode: 'serial' });

let patient: Page;
let doctor: Page;
let app: AuthenticatorApp;
let link: string;
let chartUrl: string;
let lookAtPatient: Looking['look'];
let lookAtDoctor: Looking['look'];
const contexts: BrowserContext[] = [];

test.beforeAll(async ({ browser, consenting }) => {
  const admin = await newPage(browser, consenting.url);
  patient = await newPage(browser, consenting.url);
  doctor = await newPage(browser, consenting.url);
  ({ look: lookAtPatient } = looking(patient, 'consent'));
  ({ look: lookAtDoctor } = looking(doctor, 'consent'));
  await Promise.all([admin, patient, doctor].map((page) => page.goto('/')));
  const { session } = await setUpAdministrator(admin, consenting);
  const invited = await send<{ link: string }>(
    admin,
    '/api/invitations',
    { role: 'provider', email: DOCTOR.email },
    session.csrfToken,
  );
  await joinAsDoctor(invited.link);
  await proveWhenAsked(patient);
  await signUp(patient, 'Demo Patient');
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

async function newPage(browser: Browser, baseURL: string): Promise<Page> {
  const { defaultBrowserType: _unused, ...use } = test.info().project.use as Record<
    string,
    unknown
  >;
  const context = await browser.newContext({ ...use, baseURL });
  contexts.push(context);
  return context.newPage();
}

/** Offers need a fresh proof; on a slow machine, the one of the sign-up is too old by then. */
async function proveWhenAsked(page: Page): Promise<void> {
  const asked = page.getByRole('dialog', { name: 'Is it still you?' });
  await page.addLocatorHandler(asked, async () => {
    await asked.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await asked.getByRole('button', { name: 'Confirm' }).click();
  });
}

async function joinAsDoctor(invitation: string): Promise<void> {
  const invitationToken = new URL(invitation).hash.slice(1);
  const joined = await send<Session>(doctor, '/api/invitations/acceptance', {
    invitationToken,
    displayName: DOCTOR.displayName,
    password: PASSWORD,
  });
  const { secret } = await send<{ secret: string }>(
    doctor,
    '/api/account/totp',
    {},
    joined.csrfToken,
  );
  app = authenticatorApp(secret);
  await send(
    doctor,
    '/api/account/totp/confirmation',
    { code: await app.nextCode() },
    joined.csrfToken,
  );
  await doctor.context().clearCookies();
}

/** With a chart of her own. */
async function signUp(page: Page, displayName: string): Promise<Session> {
  const email = `${displayName.replaceAll(' ', '.').toLowerCase()}@example.test`;
  const account = { displayName, email, password: PASSWORD };
  const { session } = await send<{ session: Session }>(page, '/api/accounts', account);
  const bundle = generateChart('adult', displayName, TODAY);
  await send(page, '/fhir/R4', bundle, session.csrfToken);
  return session;
}

async function readQrCode(page: Page, name: RegExp): Promise<string | undefined> {
  const picture = PNG.sync.read(await page.getByRole('img', { name }).screenshot());
  return jsQR(Uint8ClampedArray.from(picture.data), picture.width, picture.height)?.data;
}

test('nobody sees a chart before somebody is invited', async () => {
  await patient.goto('/consents');
  await expect(patient.getByText('Nobody else sees this chart')).toBeVisible();
});

test('an invitation says what is seen; sensitive records are left out unless ticked', async () => {
  await patient.getByRole('link', { name: 'Invite somebody' }).first().click();
  await patient.getByRole('button', { name: 'Make the invitation' }).click();
  await expect(patient.getByText('Say who it is for')).toBeVisible();
  await expect(patient.getByRole('checkbox', { name: 'Medicines' })).toBeChecked();
  await expect(patient.getByRole('checkbox', { name: 'Mental health' })).not.toBeChecked();
  await patient.getByLabel('Your word for them').fill('My family doctor');
  await patient.getByText('By code or link').click();
  await patient.getByRole('checkbox', { name: 'Bills and insurance' }).click();
  await patient.getByLabel('Name they see').fill('Mrs Demo');
  await lookAtPatient('02-invite');
  await patient.getByRole('button', { name: 'Make the invitation' }).click();
  await expect(patient.getByLabel('Invitation link')).toBeVisible();
  link = await patient.getByLabel('Invitation link').inputValue();
  expect(link).toMatch(/\/consent#[A-Za-z0-9._-]+$/);
  expect(await readQrCode(patient, /QR code of the invitation/)).toBe(link);
  await lookAtPatient('03-invitation');
  await patient.getByRole('link', { name: 'Done' }).click();
  await expect(patient.getByText('Not answered yet')).toBeVisible();
});

test('whoever opens it signs in first, and comes back to it; no address that a server sees has the token', async () => {
  const asked: string[] = [];
  doctor.on('request', (request) => asked.push(request.url()));
  const token = new URL(link).hash.slice(1);
  await doctor.goto(link);
  await expect(doctor.getByRole('heading', { name: 'Access to health records' })).toBeVisible();
  await lookAtDoctor('04-sign-in-first');
  await doctor.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await doctor.getByLabel('E-mail address').fill(DOCTOR.email);
  await doctor.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await doctor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await doctor.getByLabel('Code from your app').fill(await app.nextCode());
  await doctor.getByRole('button', { name: 'Confirm' }).click();
  await expect(doctor.getByRole('heading', { name: 'Mrs Demo offers you access' })).toBeVisible();
  await lookAtDoctor('05-offer');
  expect(asked.filter((url) => url.includes(token))).toEqual([]);
});

test('accepted, the chart opens: what was offered, and whose it is and until when', async () => {
  await doctor.getByRole('button', { name: 'Accept' }).click();
  await expect(doctor.getByRole('heading', { name: 'Medicines' })).toBeVisible();
  await expect(doctor.getByText('Open to you by their consent.')).toBeVisible();
  await expect(doctor.getByRole('button', { name: 'Share…' })).toHaveCount(0);
  await expect(doctor.getByRole('link', { name: 'Import records' })).toHaveCount(0);
  chartUrl = doctor.url();
  await doctor.waitForTimeout(800);
  await lookAtDoctor('06-their-chart');
  await doctor
    .getByRole('link', { name: /diabetes/i })
    .first()
    .click();
  await expect(doctor.getByRole('link', { name: 'Back to the chart' })).toBeVisible();
  await doctor.goto('/people');
  await expect(doctor.getByRole('link', { name: 'Open the chart of Mrs Demo' })).toBeVisible();
});

test('less holds at once, also on a page that is open', async () => {
  await doctor.goto(chartUrl);
  const medicine = doctor.getByRole('link', { name: 'Metformin 1000 mg tablet' }).first();
  await expect(medicine).toBeVisible();
  const notShared = doctor.getByText('Not shared with you. There may be something.');
  await expect(notShared).toHaveCount(0);
  await patient.goto('/consents');
  await expect(patient.getByText('Demo Doctor')).toBeVisible();
  await lookAtPatient('09-consents');
  await patient.getByRole('link', { name: /^Show and change/ }).click();
  await patient.getByRole('button', { name: 'Change access' }).click();
  await patient.getByRole('checkbox', { name: 'Medicines' }).click();
  await patient.getByRole('button', { name: 'Go on' }).click();
  const dialog = patient.getByRole('dialog');
  await expect(dialog.getByText('Taken away at once:')).toBeVisible();
  await dialog.getByRole('button', { name: 'Change it now' }).click();
  await expect(dialog).toHaveCount(0);
  // What was read goes first; what is there instead is read anew.
  await expect(medicine).toHaveCount(0, { timeout: ENDS_WITHIN_MS });
  await expect(notShared).toBeVisible();
});

test('more waits for the other side’s yes', async () => {
  await patient.getByRole('button', { name: 'Change access' }).click();
  await patient.getByRole('checkbox', { name: 'Mental health' }).click();
  await patient.getByRole('switch', { name: /^May share/ }).click({ force: true });
  await lookAtPatient('10-change');
  await patient.getByRole('button', { name: 'Go on' }).click();
  const dialog = patient.getByRole('dialog');
  await expect(dialog.getByText('Added once they say yes:')).toBeVisible();
  await lookAtPatient('11-confirm');
  await dialog.getByRole('button', { name: 'Change and ask them' }).click();
  await expect(patient.getByText('More is offered, and waits')).toBeVisible();
  await lookAtPatient('12-consent');
  await doctor.goto('/people');
  await expect(doctor.getByText('Mrs Demo offers you more')).toBeVisible();
  await lookAtDoctor('13-more');
  await doctor.getByRole('button', { name: 'Accept what Mrs Demo offers' }).click();
  await expect(doctor.getByText('Mrs Demo offers you more')).toHaveCount(0);
  await doctor.getByRole('link', { name: 'Open the chart of Mrs Demo' }).click();
  await expect(doctor.getByRole('button', { name: 'Share…' })).toBeVisible();
});

test('ended, the open page says so within 5 seconds, and keeps nothing', async () => {
  await doctor
    .getByRole('link', { name: /diabetes/i })
    .first()
    .click();
  await expect(doctor.getByRole('link', { name: 'Back to the chart' })).toBeVisible();
  await patient.goto('/consents');
  await patient.getByRole('button', { name: /^End access/ }).click();
  await patient.getByRole('dialog').getByRole('button', { name: 'End it now' }).click();
  await expect(patient.getByText('Ended by you').first()).toBeVisible();
  await expect(doctor.getByRole('heading', { name: 'Access has ended' })).toBeVisible({
    timeout: ENDS_WITHIN_MS,
  });
  await lookAtDoctor('15-ended');
  const patientId = /people\/([^/]+)/.exec(chartUrl)?.[1] ?? 'none';
  expect(doctor.url()).not.toContain(patientId);
  await expect(doctor.getByText(/diabetes|Mrs Demo/i)).toHaveCount(0);
  const stored = await doctor.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  expect(stored).not.toContain(patientId);
  const read = await doctor.request.get(`/api/patients/${patientId}/chart`);
  expect(read.status()).toBe(404);
  await doctor.goto(chartUrl);
  await expect(doctor.getByRole('heading', { name: 'Access has ended' })).toBeVisible();
});

test('a link is used up by its yes, and one for another address opens nothing', async () => {
  await doctor.goto('/');
  await doctor.goto(link);
  await expect(doctor.getByText('This offer can’t be opened')).toBeVisible();
  await patient.goto('/consents/invite');
  await patient.getByLabel('Your word for them').fill('My sister');
  await patient.getByLabel('Their e-mail address').fill('sister@example.test');
  await patient.getByRole('button', { name: 'Make the invitation' }).click();
  const forSister = await patient.getByLabel('Invitation link').inputValue();
  await doctor.goto('/');
  await doctor.goto(forSister);
  await expect(doctor.getByText('This offer can’t be opened')).toBeVisible();
});

test('who looked is told by name, and by what right', async () => {
  await patient.goto('/access');
  await expect(patient.getByText(/^Demo Doctor opened the overview/).first()).toBeVisible();
  await expect(patient.getByText(/by consent/).first()).toBeVisible();
  await lookAtPatient('17-access');
});

test('a child is added, and its chart is the guardian’s to look after', async () => {
  await patient.goto('/dependants');
  await patient.getByRole('button', { name: 'Add somebody' }).click();
  await patient.getByLabel('Name', { exact: true }).fill('Mia Demo');
  await patient.getByLabel('Date of birth').fill('2019-05-04');
  await patient.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  const open = patient.getByRole('link', { name: 'Open the chart of Mia Demo' });
  await expect(open).toBeVisible();
  await lookAtPatient('20-dependants');
  await open.click();
  await expect(patient.getByText('You look after this chart.')).toBeVisible();
  await expect(patient.getByRole('heading', { name: 'Mia Demo' })).toBeVisible();
  const pages = patient.getByRole('navigation', { name: 'Pages of this chart' });
  await pages.getByRole('link', { name: 'People with access' }).click();
  await expect(patient.getByText('Nobody else sees this chart')).toBeVisible();
  await pages.getByRole('link', { name: 'Who looked' }).click();
  await expect(patient.getByRole('heading', { name: 'Who looked' })).toBeVisible();
  await pages.getByRole('link', { name: 'Guardians' }).click();
  await expect(patient.getByText('The last guardian can’t step back')).toBeVisible();
  await lookAtPatient('22-guardians');
});

test('another guardian accepts by the link', async ({ browser, consenting }) => {
  const father = await newPage(browser, consenting.url);
  await father.goto('/');
  await signUp(father, 'Demo Father');
  const invite = patient.getByRole('region', { name: 'Invite another guardian' });
  await invite.getByText('By code or link').click();
  await invite.getByRole('button', { name: 'Make the invitation' }).click();
  const guardianship = await invite.getByLabel('Invitation link').inputValue();
  await father.goto(guardianship);
  const { look } = looking(father, 'consent');
  await look('23-guardianship');
  await father.getByRole('button', { name: 'Accept' }).click();
  await expect(father.getByRole('heading', { name: 'Mia Demo' })).toBeVisible();
  await patient.reload();
  await expect(patient.getByText('Demo Father')).toBeVisible();
  await patient.getByRole('button', { name: 'End guardianship: Demo Father' }).click();
  await patient.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await expect(father.getByRole('heading', { name: 'Access has ended' })).toBeVisible({
    timeout: ENDS_WITHIN_MS,
  });
});

test('handed over, the chart is its owner’s alone', async ({ browser, consenting }) => {
  const hand = patient.getByRole('region', { name: 'Hand over the chart' });
  await hand.getByLabel('Their e-mail address').fill('mia@example.test');
  await hand.getByRole('button', { name: 'Make the link' }).click();
  const handOver = await hand.getByLabel('Invitation link').inputValue();
  const mia = await newPage(browser, consenting.url);
  await mia.goto(handOver);
  const { look } = looking(mia, 'consent');
  await mia.getByLabel('Name', { exact: true }).fill('Mia Demo');
  await mia.getByLabel('Password', { exact: true }).fill('seven umbrellas under a lighthouse');
  await look('25-take-over');
  await mia.getByRole('button', { name: 'Take it over' }).click();
  await expect(mia.getByRole('heading', { name: 'Mia Demo' })).toBeVisible();
  await expect(patient.getByRole('heading', { name: 'Access has ended' })).toBeVisible({
    timeout: ENDS_WITHIN_MS,
  });
});

test('the same in the other language', async () => {
  await patient.goto('/consents');
  await patient.getByRole('button', { name: /^Account of/ }).click();
  await patient.getByText('Deutsch').click();
  await expect(patient.locator('html')).toHaveAttribute('lang', 'de');
  await expect(patient.getByText('Von Ihnen beendet').first()).toBeVisible();
  await lookAtPatient('26-german');
  await patient.goto('/consents/invite');
  await expect(patient.getByLabel('Ihr Wort dafür')).toBeVisible();
  await patient.goto('/dependants');
  await lookAtPatient('28-dependants-german');
});
