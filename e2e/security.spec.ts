/**
 * Who is asking, in a real browser: an invitation, the second factor that staff can't do without, recovery codes, a
 * passkey alone, devices, a fresh proof after a sign-in from somewhere else, everything lost, and an account that an
 * administrator closes. Pictures go to test-results/security.
 */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type AuthenticatorApp, authenticatorApp } from './authenticator-app.ts';
import { type Looking, looking } from './look.ts';
import { type PasskeyDevice, givePasskeys } from './passkeys.ts';
import { PASSWORD, setUpAdministrator } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

const DOCTOR = { email: 'doctor@example.test', password: 'seven umbrellas under a lighthouse' };
const PATIENT = { email: 'patient@example.test', password: PASSWORD };
const GERMANY = '193.99.144.85';
const BRAZIL = '200.160.2.3';

test.describe.configure({ mode: 'serial' });

let admin: Page;
let doctor: Page;
let invitation: string;
let app: AuthenticatorApp;
let device: PasskeyDevice;
let recoveryCode: string;
let look: Looking['look'];
const contexts: BrowserContext[] = [];

test.beforeAll(async ({ browser, worldly }) => {
  admin = await newPage(browser, worldly.url);
  doctor = await newPage(browser, worldly.url);
  device = await givePasskeys(doctor);
  ({ look } = looking(doctor, 'security', { alsoNarrow: true }));
  await admin.goto('/');
  await setUpAdministrator(admin, worldly);
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

/** Somebody's browser. @param address - Where it stands in the world, as a proxy would tell. */
async function newPage(browser: Browser, baseURL: string, address = GERMANY): Promise<Page> {
  const { defaultBrowserType: _unused, ...use } = test.info().project.use as Record<
    string,
    unknown
  >;
  const extraHTTPHeaders = { 'x-forwarded-for': address };
  const context = await browser.newContext({ ...use, baseURL, extraHTTPHeaders });
  contexts.push(context);
  return context.newPage();
}

async function signIn(page: Page, { email, password }: typeof DOCTOR): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
}

test('staff are invited for one address, and the link is there to hand over where no e-mail is sent', async () => {
  const { look: lookAtAdmin } = looking(admin, 'security', { alsoNarrow: true });
  await admin.goto('/admin');
  const invite = admin.getByRole('region', { name: 'Invite somebody' });
  await invite.getByRole('button', { name: 'Invite' }).click();
  await expect(invite.getByText('Enter an e-mail address')).toBeVisible();
  await invite.getByLabel('E-mail address').fill(DOCTOR.email);
  await invite.getByRole('button', { name: 'Invite' }).click();
  await expect(invite.getByText(`Hand this link to ${DOCTOR.email} yourself`)).toBeVisible();
  invitation = await invite.getByLabel('Invitation link').inputValue();
  await lookAtAdmin('01-administration');
});

test('whoever is invited gets nowhere before a second factor is set up', async () => {
  await doctor.goto(invitation);
  await doctor.getByLabel('Name', { exact: true }).fill('Demo Doctor');
  await doctor.getByLabel('Password', { exact: true }).fill(DOCTOR.password);
  await look('02-invitation');
  await doctor.getByRole('button', { name: 'Join' }).click();
  await expect(doctor.getByRole('heading', { name: 'Protect your account' })).toBeVisible();
  await look('03-second-factor');
  await doctor.goto('/welcome');
  await expect(doctor.getByRole('heading', { name: 'Protect your account' })).toBeVisible();
});

test('an authenticator app is set up by keyboard alone, and a wrong code is told in words', async () => {
  const set = doctor.getByRole('button', { name: 'Set up an app' });
  await set.focus();
  await doctor.keyboard.press('Enter');
  app = authenticatorApp(await doctor.getByLabel('Secret', { exact: true }).inputValue());
  await look('04-authenticator-app');
  const code = doctor.getByLabel('Code from your app');
  await code.focus();
  await doctor.keyboard.type('000000');
  await doctor.keyboard.press('Enter');
  await expect(doctor.getByText('This code is not right')).toBeVisible();
  await expect(code).toBeFocused();
  await doctor.keyboard.type(await app.nextCode());
  await doctor.keyboard.press('Enter');
  await expect(doctor.getByRole('heading', { name: 'Recovery codes' })).toBeVisible();
});

test('recovery codes have to be kept before anything else opens', async () => {
  const codes = await doctor.getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  recoveryCode = codes[0] ?? '';
  const goOn = doctor.getByRole('button', { name: 'Go on' });
  await expect(goOn).toBeDisabled();
  await look('05-recovery-codes');
  await doctor.getByLabel('I have kept these codes').check();
  await goOn.click();
  await expect(doctor.getByRole('heading', { name: /^Welcome/ })).toBeVisible();
});

test('a sign-in asks for the password and a code, by keyboard alone; a wrong one is told in words', async () => {
  await signOut(doctor);
  await doctor.goto('/sign-in');
  await typeInto('E-mail address', DOCTOR.email);
  await typeInto('Password', DOCTOR.password);
  await doctor.keyboard.press('Enter');
  await expect(doctor.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await look('06-second-step');
  await typeInto('Code from your app', '123456');
  await doctor.keyboard.press('Enter');
  await expect(doctor.getByText('This code is not right')).toBeVisible();
  await look('07-wrong-code');
  await doctor.keyboard.type(await app.nextCode());
  await doctor.keyboard.press('Enter');
  await expect(doctor.getByRole('heading', { name: /^Welcome/ })).toBeVisible();
});

const STOPS_MOST = 12;

/** As somebody without a mouse gets there. */
async function typeInto(label: string, text: string): Promise<void> {
  const field = doctor.getByLabel(label, { exact: true });
  await expect(field).toBeVisible();
  const isReached = (): Promise<boolean> =>
    field.evaluate((element) => element === document.activeElement);
  for (let stops = 0; stops < STOPS_MOST && !(await isReached()); stops++)
    await doctor.keyboard.press('Tab');
  await expect(field).toBeFocused();
  await doctor.keyboard.type(text);
}

test('a passkey is added, and named', async () => {
  await doctor.getByRole('button', { name: /^Account of/ }).click();
  await doctor.getByRole('menuitem', { name: 'Security' }).click();
  const factors = doctor.getByRole('region', { name: 'Second factor' });
  await expect(factors.getByText('so this one can’t be removed')).toBeVisible();
  await expect(factors.getByRole('button', { name: 'Remove Authenticator app' })).toHaveCount(0);
  await factors.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = doctor.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Work laptop');
  await look('08-add-passkey');
  await dialog.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(factors.getByRole('listitem').filter({ hasText: 'Work laptop' })).toBeVisible();
  await factors.getByRole('button', { name: 'Rename Work laptop' }).click();
  await dialog.getByLabel('Name').fill('Key ring');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(factors.getByRole('listitem').filter({ hasText: 'Key ring' })).toBeVisible();
  await look('09-security');
});

test('the passkey alone is a whole sign-in, by the button or where the browser offers it', async () => {
  await signOut(doctor);
  await device.isTouched(false);
  await doctor.goto('/sign-in');
  await look('10-sign-in');
  await device.isTouched(true);
  await doctor.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(doctor.getByRole('heading', { name: /^Welcome/ })).toBeVisible();
  await signOut(doctor);
  await doctor.goto('/sign-in');
  await expect(doctor.getByRole('heading', { name: /^Welcome/ })).toBeVisible();
});

test('both devices are listed with their country; the other one is ended, and its page goes to the sign-in', async ({
  browser,
  worldly,
}) => {
  const other = await newPage(browser, worldly.url);
  await signIn(other, DOCTOR);
  await other.getByRole('button', { name: 'Use a recovery code' }).click();
  await other.getByLabel('Recovery code').fill(recoveryCode.toLowerCase());
  await other.getByRole('button', { name: 'Confirm' }).click();
  await expect(other.getByRole('heading', { name: /^Welcome/ })).toBeVisible();
  await doctor.goto('/account/security');
  const devices = doctor.getByRole('region', { name: 'Your devices' });
  await expect(devices.getByText('This device')).toBeVisible();
  await expect(devices.getByText(/^Germany/)).toHaveCount(2);
  await expect(doctor.getByText('9 left')).toBeVisible();
  await look('11-devices');
  await devices.getByRole('button', { name: /^Sign out Chrome/ }).click();
  await expect(devices.getByText('Signed out')).toBeVisible();
  await other.getByRole('button', { name: /^Account of/ }).click();
  await other.getByRole('menuitem', { name: 'Security' }).click();
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(other.getByText('Your session has ended')).toBeVisible();
});

test('with everything lost, an administrator approves, and the password alone is enough, once', async ({
  browser,
  worldly,
}) => {
  const lost = await newPage(browser, worldly.url);
  const { look: lookAtLost } = looking(lost, 'security', { alsoNarrow: true });
  await signIn(lost, DOCTOR);
  await lost.getByRole('link', { name: 'I have lost everything' }).click();
  await lookAtLost('12-lost-everything');
  await lost.getByRole('button', { name: 'Ask for recovery' }).click();
  await expect(lost.getByText('You have asked for recovery')).toBeVisible();
  await approveForDoctor();
  await signIn(lost, DOCTOR);
  await expect(lost.getByRole('heading', { name: 'Protect your account' })).toBeVisible();
});

async function approveForDoctor(): Promise<void> {
  const { look: lookAtAdmin } = looking(admin, 'security', { alsoNarrow: true });
  await admin.goto('/admin');
  await admin.getByRole('button', { name: 'Approve for Demo Doctor' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog.getByText('only once you have spoken to them')).toBeVisible();
  await lookAtAdmin('13-approve');
  await dialog.getByLabel('I have made sure by other means that this is them').check();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(admin.getByText('Approved', { exact: true })).toBeVisible();
}

test('an account that is suspended is signed out at once, and in again once it is opened', async ({
  browser,
  worldly,
}) => {
  const patient = await newPage(browser, worldly.url);
  await patient.goto('/sign-up');
  await patient.getByLabel('Name', { exact: true }).fill('Demo Patient');
  await patient.getByLabel('E-mail address').fill(PATIENT.email);
  await patient.getByLabel('Password', { exact: true }).fill(PATIENT.password);
  await patient.getByRole('button', { name: 'Create an account' }).click();
  await expect(patient.getByText('Your chart is empty')).toBeVisible();
  await admin.goto('/admin');
  await admin.getByRole('button', { name: 'Suspend the account of Demo Patient' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await expect(admin.getByText('Suspended')).toBeVisible();
  await patient.getByRole('link', { name: 'Shares' }).first().click();
  await expect(patient.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signIn(patient, PATIENT);
  await expect(patient.getByText('The e-mail address or the password is not right')).toBeVisible();
  await admin.getByRole('button', { name: 'Open the account of Demo Patient again' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Open again' }).click();
  await expect(admin.getByText('Suspended')).toHaveCount(0);
});

test('after a sign-in from a new country, what is sensitive asks for a fresh proof; Escape changes nothing', async ({
  browser,
  worldly,
}) => {
  const abroad = await newPage(browser, worldly.url, BRAZIL);
  const { look: lookAbroad } = looking(abroad, 'security', { alsoNarrow: true });
  await signIn(abroad, PATIENT);
  await expect(abroad.getByText('Your chart is empty')).toBeVisible();
  await abroad.goto('/account/security');
  await expect(abroad.getByText(/^Brazil/)).toBeVisible();
  await abroad.getByRole('button', { name: 'Change the password' }).click();
  const form = abroad.getByRole('dialog', { name: 'Change the password' });
  const asked = abroad.getByRole('dialog', { name: 'Is it still you?' });
  await form.getByLabel('New password').fill('nine lanterns along the harbour');
  await form.getByRole('button', { name: 'Change it' }).click();
  await expect(asked).toBeVisible();
  await lookAbroad('14-step-up');
  await abroad.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(form.getByText('Nothing was changed')).toBeVisible();
  await form.getByRole('button', { name: 'Change it' }).click();
  await asked.getByLabel('Password', { exact: true }).fill('not the password at all');
  await asked.getByRole('button', { name: 'Confirm' }).click();
  await expect(asked.getByText('This password is not right')).toBeVisible();
  await asked.getByLabel('Password', { exact: true }).fill(PATIENT.password);
  await asked.getByRole('button', { name: 'Confirm' }).click();
  await expect(abroad.getByText('The password is changed')).toBeVisible();
});

test('the same in the other language', async ({ browser, worldly }) => {
  const page = await newPage(browser, worldly.url);
  const { look: lookAt } = looking(page, 'security', { alsoNarrow: true });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^Language/ }).click();
  await page.getByText('Deutsch').click();
  await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
  await page.getByLabel('E-Mail-Adresse').fill(PATIENT.email);
  await page.getByLabel('Passwort', { exact: true }).fill('nine lanterns along the harbour');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Ihre Akte ist noch leer')).toBeVisible();
  await page.goto('/account/security');
  await expect(page.getByRole('heading', { name: 'Sicherheit' })).toBeVisible();
  await expect(page.getByText(/^Deutschland/)).toBeVisible();
  await lookAt('15-security-german');
});

test('a closed account is signed out, and does not come back by itself', async ({
  browser,
  worldly,
}) => {
  const page = await newPage(browser, worldly.url);
  const account = { ...PATIENT, password: 'nine lanterns along the harbour' };
  await signIn(page, account);
  await expect(page.getByText('Your chart is empty')).toBeVisible();
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Close the account…' }).click();
  await page.getByRole('button', { name: 'Close it now' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await signIn(page, account);
  await expect(page.getByText('The e-mail address or the password is not right')).toBeVisible();
});
