/**
 * The whole way of a person through Wardkeep, in a real browser: set up, recovery kit, sign up, import, chart, one
 * record, a file, a share by link and QR code, who looked; refused paths beside each. Pictures of every page go to
 * test-results/journey.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { generateChart } from '../tools/demo/generate-chart.ts';
import { examplePdf } from '../tools/demo/example-files.ts';
import { type Looking, looking } from './look.ts';
import { givePasskeys } from './passkeys.ts';
import { PASSWORD } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

type ReadQr = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// The package is CommonJS, and its declarations say otherwise.
const jsQR = createRequire(import.meta.url)('jsqr') as ReadQr;

const PICTURES = path.resolve(import.meta.dirname, '../test-results/journey');

test.describe.configure({ mode: 'serial' });

let page: Page;
let context: BrowserContext;
let shareLink: string;
let look: Looking['look'];
test.beforeAll(async ({ browser, wardkeep }, { project }) => {
  const { defaultBrowserType: _unused, ...device } = project.use as Record<string, unknown>;
  context = await browser.newContext({ ...device, baseURL: wardkeep.url });
  page = await context.newPage();
  await givePasskeys(page);
  ({ look } = looking(page, 'journey'));
});
test.afterAll(() => context.close());

async function fillAccount(name: string, email: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
}

test('the first start: one administrator by the printed link, and a recovery kit that was really read', async ({
  wardkeep,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Almost ready' })).toBeVisible();
  await look('01-needs-set-up');
  await page.goto(`/set-up#${wardkeep.setUpToken}`);
  await fillAccount('Demo Administrator', 'admin@example.test');
  await look('02-set-up');
  await page.getByRole('button', { name: 'Make the administrator' }).click();
  await expect(page.getByRole('heading', { name: 'Your recovery kit' })).toBeVisible();
  await look('03-recovery-kit');
  const lastGroup = page.getByLabel('Last group');
  await lastGroup.fill('WRONG');
  await page.getByRole('button', { name: 'The kit is safe' }).click();
  await expect(page.getByText('This is not the last group')).toBeVisible();
  await lastGroup.fill(await lastGroupOfKit());
  await page.getByRole('button', { name: 'The kit is safe' }).click();
  await expect(page.getByRole('heading', { name: 'Your second factor' })).toBeVisible();
  await look('03-second-factor');
});

test('the administrator gets on with a second factor only, and keeps codes for the day it is lost', async () => {
  await page.goto('/admin');
  await expect(page.getByRole('heading', { name: 'Protect your account' })).toBeVisible();
  await page.getByRole('button', { name: 'Set up a passkey' }).click();
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeVisible();
  await look('03-recovery-codes');
  await page.getByLabel('I have kept these codes').check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { name: 'Administration' })).toBeVisible();
  await look('04-admin');
});

async function lastGroupOfKit(): Promise<string> {
  const text = await page.getByLabel('Recovery characters').innerText();
  return text.trim().split(/\s+/).at(-1) ?? '';
}

test('the administrator sees people and the state of the system, and no chart', async () => {
  await page.goto('/chart');
  await expect(page.getByText('Demo Administrator').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Results' })).toHaveCount(0);
  await signOut();
});

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
}

test('a patient signs up, and the empty chart says what to do next', async () => {
  await page.goto('/');
  await look('05-landing');
  await page.goto('/sign-up');
  await fillAccount('Demo Patient', 'patient@example.test');
  await look('06-sign-up');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByText('Your chart is empty')).toBeVisible();
  await look('07-empty-chart');
});

test('a file that is not one is refused in words, and changes nothing', async () => {
  await page.goto('/import');
  await chooseFile('not-json.json', Buffer.from('{"resourceType":'));
  await expect(page.getByText('not in the expected format').first()).toBeVisible();
  await look('08-import-refused');
});

test('a file of records is dropped on the page and becomes a chart', async () => {
  await page.goto('/import');
  const bundle = generateChart('adult', 'journey', new Date('2026-11-22T12:00:00Z'));
  await chooseFile('records.json', Buffer.from(JSON.stringify(bundle)));
  await expect(page.getByText('Your records are here')).toBeVisible({ timeout: 30_000 });
  await look('09-imported');
  await page.getByRole('link', { name: 'To your chart' }).click();
  await expect(page.getByRole('heading', { name: 'Results' })).toBeVisible();
  for (const section of ['Conditions', 'Medicines', 'Allergies', 'Vaccinations', 'Visits']) {
    await expect(page.getByRole('heading', { name: section })).toBeVisible();
  }
  await page.waitForTimeout(1000);
  await look('10-chart');
});

async function chooseFile(name: string, buffer: Buffer): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'application/json', buffer });
}

test('one record is opened, in words', async () => {
  await page
    .getByRole('link', { name: /diabetes/i })
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Back to the chart' })).toBeVisible();
  await look('11-record');
});

test('a file is attached, and opens again', async () => {
  await page.goto('/documents');
  const pdf = Buffer.from(examplePdf(['A letter of the clinic']));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: pdf });
  await page.getByLabel('Title').fill('Letter of the clinic');
  await page.getByRole('button', { name: 'Attach', exact: true }).click();
  const open = page.getByRole('link', { name: 'Open Letter of the clinic' });
  await expect(open).toBeVisible();
  await look('12-documents');
  const content = await context.request.get((await open.getAttribute('href')) ?? '');
  expect([content.status(), content.headers()['content-type']]).toEqual([200, 'application/pdf']);
  expect(Buffer.compare(await content.body(), pdf)).toBe(0);
});

test('chosen records are shared by link and QR code', async () => {
  await page.goto('/chart');
  await page.getByRole('button', { name: 'Share…' }).first().click();
  await page.getByRole('checkbox', { name: /^Choose all: Conditions/ }).check();
  await page.getByRole('checkbox', { name: /Letter of the clinic/ }).check();
  await page.getByRole('button', { name: /^Share \d+ items?$/ }).click();
  await page.getByLabel('What is it for?').fill('For the new clinic');
  await look('13-share');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByText('The link is ready')).toBeVisible();
  await look('14-share-ready');
  shareLink = await page.getByLabel('Link', { exact: true }).inputValue();
  expect(shareLink).toMatch(/\/shared#[A-Za-z0-9_-]{43}$/);
  expect(await readQrCode()).toBe(shareLink);
});

async function readQrCode(): Promise<string | undefined> {
  const code = page.getByRole('img', { name: /QR code of the link/ });
  const picture = PNG.sync.read(await code.screenshot());
  return jsQR(Uint8ClampedArray.from(picture.data), picture.width, picture.height)?.data;
}

test('the link opens in a private window without an account, and shows what was chosen', async ({
  browser,
}) => {
  const guest = await browser.newPage();
  await guest.goto(shareLink);
  await expect(guest.getByText('For the new clinic').first()).toBeVisible();
  await expect(guest.getByText(/diabetes/i).first()).toBeVisible();
  await expect(guest.getByText('Letter of the clinic').first()).toBeVisible();
  await expect(guest.getByText(/penicillin/i)).toHaveCount(0);
  await guest.screenshot({
    path: path.join(PICTURES, `15-shared-${test.info().project.name}.png`),
    fullPage: true,
  });
  await guest.context().close();
});

test('once it is ended, the same link opens nothing', async ({ browser }) => {
  await page.goto('/shares');
  await look('16-shares');
  await page.getByRole('button', { name: /^End/ }).first().click();
  await page.getByRole('button', { name: 'End the link' }).click();
  await expect(page.getByText('Ended by you').first()).toBeVisible();
  const guest = await browser.newPage();
  await guest.goto(shareLink);
  await expect(guest.getByText(/has ended/i).first()).toBeVisible();
  await expect(guest.getByText(/diabetes/i)).toHaveCount(0);
  await guest.screenshot({
    path: path.join(PICTURES, `17-link-ended-${test.info().project.name}.png`),
  });
  await guest.context().close();
});

test('the patient sees who looked at what, the link and the refusal included', async () => {
  await page.goto('/access');
  await expect(page.getByText(/opened the shared records/).first()).toBeVisible();
  await expect(page.getByText(/tried to open the shared records/).first()).toBeVisible();
  await look('18-access');
});

test('the same in the other language', async () => {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByText('Deutsch').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.goto('/chart');
  await page.waitForTimeout(1000);
  await look('19-chart-german');
});

test('by keyboard alone: the stop before everything else skips to the content', async () => {
  await page.goto('/documents');
  await expect(page.locator('h1')).toBeVisible();
  const skip = page.locator('a[href="#main"]');
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
});
