/**
 * Where a mail server is set: a sign-up that counts once the link from the e-mail is opened, a forgotten password, and
 * another e-mail address. The mail goes through real SMTP. Pictures go to test-results/sign-up.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { type Looking, looking } from './look.ts';
import { PASSWORD, setUpAdministrator } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

const EMAIL = 'patient@example.test';
const NEW_EMAIL = 'patient.new@example.test';
const NEW_PASSWORD = 'seven umbrellas under a lighthouse';

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;
let look: Looking['look'];
test.beforeAll(async ({ browser, mailing }, { project }) => {
  const { defaultBrowserType: _unused, ...device } = project.use as Record<string, unknown>;
  context = await browser.newContext({ ...device, baseURL: mailing.url });
  page = await context.newPage();
  ({ look } = looking(page, 'sign-up', { alsoNarrow: true }));
  await page.goto('/');
  await setUpAdministrator(page, mailing);
  await context.clearCookies();
});
test.afterAll(() => context.close());

async function signUp(): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill('Demo Patient');
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your e-mail' })).toBeVisible();
}

async function signIn(email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The link to one of our pages in a mail. */
function linkIn({ text }: { readonly text: string }, path: string): string {
  const link = new RegExp(`\\S+/${path}#[A-Za-z0-9._-]+`).exec(text)?.[0];
  if (link === undefined) throw new Error(`no link to /${path} in the mail`);
  return link;
}

test('signing up makes no account before the link is opened, and the password typed again', async ({
  mailbox,
}) => {
  await signUp();
  await look('01-look-into-your-mail');
  await signIn(EMAIL, PASSWORD);
  await expect(page.getByText('The e-mail address or the password is not right')).toBeVisible();
  await page.goto(linkIn(await mailbox.find(EMAIL, '/confirm#'), 'confirm'));
  await page.getByLabel('Password', { exact: true }).fill('something else altogether');
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await expect(page.getByText('not the password that the account was asked for')).toBeVisible();
  await look('02-confirm');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await expect(page.getByText('Your chart is empty')).toBeVisible();
});

test('signing up with an address that is known looks the same', async () => {
  await context.clearCookies();
  await signUp();
});

test('a forgotten password is replaced by the link, which works once', async ({ mailbox }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await look('03-forgotten');
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your e-mail' })).toBeVisible();
  await look('04-link-sent');
  const link = linkIn(await mailbox.find(EMAIL, '/reset#'), 'reset');
  await page.goto(link);
  await page.getByLabel('New password').fill('password1234567');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('This password can’t be used')).toBeVisible();
  await look('05-weak-password');
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('Every session has ended')).toBeVisible();
  await page.goto('/');
  await page.goto(link);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('This link has been used or has run out')).toBeVisible();
  await mailbox.find(EMAIL, 'Your password was changed');
});

test('the new password signs in, and the old one does not', async () => {
  await signIn(EMAIL, PASSWORD);
  await expect(page.getByText('The e-mail address or the password is not right')).toBeVisible();
  await signIn(EMAIL, NEW_PASSWORD);
  await expect(page.getByText('Your chart is empty')).toBeVisible();
});

test('another e-mail address counts once its own link is opened', async ({ mailbox }) => {
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Change the address' }).click();
  await page.getByLabel('New e-mail address').fill(NEW_EMAIL);
  await look('06-change-address');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('until then nothing changes')).toBeVisible();
  await page.goto(linkIn(await mailbox.find(NEW_EMAIL, '/email-change#'), 'email-change'));
  await look('07-confirm-address');
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('The new address is in use')).toBeVisible();
  await mailbox.find(EMAIL, 'Your account has another e-mail address');
  await context.clearCookies();
  await signIn(EMAIL, NEW_PASSWORD);
  await expect(page.getByText('The e-mail address or the password is not right')).toBeVisible();
  await signIn(NEW_EMAIL, NEW_PASSWORD);
  await expect(page.getByText('Your chart is empty')).toBeVisible();
});
