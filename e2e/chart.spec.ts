/**
 * A chart in the hands of its owner: writing something in by hand, changing it while somebody else does, comparing versions,
 * finding, paper and files; and many charts in the hands of a provider. Pictures go to test-results/chart.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { generateChart } from '../tools/demo/generate-chart.ts';
import { type Looking, looking } from './look.ts';
import { type People, settle } from './people.ts';
import { PASSWORD, type Session, send } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

test.describe.configure({ mode: 'serial' });

let people: People;
let page: Page;
let context: BrowserContext;
let session: Session;
let look: Looking['look'];

test.beforeAll(async ({ browser, charting }, { project }) => {
  const { defaultBrowserType: _unused, ...device } = project.use as Record<string, unknown>;
  people = await settle(browser, charting, 'chart');
  context = await browser.newContext({ ...device, baseURL: charting.url, acceptDownloads: true });
  page = await context.newPage();
  ({ look } = looking(page, 'chart'));
  await page.goto('/');
  const account = { displayName: 'Demo Patient', email: 'p@example.test', password: PASSWORD };
  ({ session } = await send<{ session: Session }>(page, '/api/accounts', account));
});
test.afterAll(async () => {
  await people.leave();
  await context.close();
});

test('into an empty chart something can be written by hand', async () => {
  await page.goto('/chart');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Measurement or result' }).click();
  await expect(page.getByRole('heading', { name: 'Add a measurement' })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Fill this in').first()).toBeVisible();
  await page.getByLabel(/^Upper value/).fill('80');
  await page.getByLabel(/^Lower value/).fill('120');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The lower value is above the upper')).toBeVisible();
  await page.getByLabel(/^Upper value/).fill('120');
  await page.getByLabel(/^Lower value/).fill('80');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Blood pressure' })).toBeVisible();
});

test('a chart shows its parts, the links to them, and everything by time', async () => {
  const chart = generateChart('adult', 'chart', new Date('2026-11-22T12:00:00Z'));
  await send(page, '/fhir/R4', chart, session.csrfToken);
  await page.goto('/chart');
  await expect(page.getByRole('heading', { name: 'Vital signs' })).toBeVisible({ timeout: 30_000 });
  await look('02-chart');
  const parts = page.getByRole('navigation', { name: 'Parts of the chart' });
  await parts.getByRole('link', { name: /^Vaccinations/ }).click();
  await expect(page.locator('#part-immunizations')).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Vaccinations' })).toBeInViewport();
  await page.getByText('By time').click();
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible({ timeout: 30_000 });
  await page.locator('label').filter({ hasText: 'Conditions' }).click();
  await expect(page.locator('h3').first()).toBeVisible();
  await look('03-timeline');
});

test('a condition is added with its code', async () => {
  await page.getByText('By kind').click();
  await page.getByRole('link', { name: 'Add a condition' }).click();
  await page.getByRole('combobox', { name: 'Condition' }).fill('migr');
  await page.getByRole('option', { name: 'Migraine' }).click();
  await page.getByLabel('How exactly: Began').selectOption('Year');
  await page.getByLabel('Began', { exact: true }).fill('2019');
  await page.getByLabel('How severe').selectOption('Moderate');
  await look('04-form');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Migraine' })).toBeVisible();
  const record = await readRecord();
  expect(record).toMatchObject({
    code: { coding: [{ system: 'http://snomed.info/sct', code: '37796009' }] },
    onsetDateTime: '2019',
    meta: { versionId: '1' },
  });
});

async function readRecord(): Promise<Record<string, unknown>> {
  const path = new URL(page.url()).pathname.replace('/records/', '/fhir/R4/').replace('/edit', '');
  const answer: unknown = await page.evaluate(async (at) => (await fetch(at)).json(), path);
  // `as`: a resource is an object
  return answer as Record<string, unknown>;
}

test('who saves after somebody else sees theirs, and loses nothing', async () => {
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Note').fill('Mostly in spring.');
  const record = await readRecord();
  await putRecord({ ...record, onsetDateTime: '2020-03' });
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody changed this in the meantime' });
  await expect(dialog.getByText(/^They changed: Began: 2019 → March 2020/)).toBeVisible();
  await look('06-conflict');
  await dialog.getByRole('button', { name: 'Keep mine in the form' }).click();
  await expect(page.getByLabel('Note')).toHaveValue('Mostly in spring.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Mostly in spring.', { exact: true })).toBeVisible();
  expect(await readRecord()).toMatchObject({
    onsetDateTime: '2020-03',
    note: [{ text: 'Mostly in spring.' }],
    meta: { versionId: '3' },
  });
});

async function putRecord(resource: Record<string, unknown>): Promise<void> {
  const at = `/fhir/R4/${String(resource['resourceType'])}/${String(resource['id'])}`;
  const status = await page.evaluate(
    async ([to, json, csrf]) => {
      const headers = { 'wardkeep-csrf': csrf, 'content-type': 'application/fhir+json' };
      return (await fetch(to, { method: 'PUT', headers, body: json })).status;
    },
    [at, JSON.stringify(resource), session.csrfToken] as const,
  );
  expect(status).toBe(200);
}

test('two versions are compared in words, with who wrote them', async () => {
  await page.getByRole('link', { name: 'Versions' }).click();
  await expect(page.getByText(/Version 3: changed by you/).first()).toBeVisible();
  await page.getByLabel('Version', { exact: true }).selectOption('1');
  const began = page.getByRole('row', { name: /Began/ });
  await expect(began).toContainText('2019');
  await expect(began).toContainText('March 2020');
  await expect(page.getByRole('row', { name: /Note/ })).toContainText('Mostly in spring.');
  await look('07-versions');
});

test('a note is found by what stands inside of it', async () => {
  await toChart();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Note' }).click();
  await page.getByLabel('Title').fill('Visit at the clinic');
  await page.getByLabel('Text').fill('Advised to drink more water.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Advised to drink more water.')).toBeVisible();
  await toChart();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search this chart')).toBeFocused();
  await page.keyboard.type('migr');
  await expect(page.getByRole('link', { name: 'Migraine' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Vital signs' })).toHaveCount(0);
  await page.getByLabel('Search this chart').fill('spring');
  await expect(page.getByText('Nothing found').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Migraine' })).toBeVisible();
  await look('09-found-inside');
});

/** As people go there: a page that is loaded anew reads the whole chart again. */
async function toChart(): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Chart', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Conditions' })).toBeVisible();
}

test('on paper there is the chart, and nothing to press', async () => {
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByRole('heading', { name: 'Vital signs' })).toBeVisible();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByText('From Wardkeep, printed on')).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
  await page.screenshot({
    path: `test-results/chart/10-paper-${test.info().project.name}.png`,
    fullPage: true,
  });
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await expect(page.getByText('From Wardkeep, printed on')).toHaveCount(0);
});

test('the chart is downloaded as a PDF', async () => {
  await page.getByRole('button', { name: 'Download' }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /PDF/ }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a file of another kind is imported, with a report of what was not taken', async () => {
  await page.goto('/import');
  const good = { resourceType: 'Observation', status: 'final', code: { text: 'Mood' } };
  const lines = [
    { ...good, id: 'a', valueString: 'cheerful' },
    { ...good, id: 'b', status: 'not a status' },
  ];
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'records.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
    });
  await expect(page.getByText('1 entry was not taken')).toBeVisible();
  await look('11-import-report');
});

test('a record is deleted, and its history is said to stay', async () => {
  await toChart();
  await page.getByRole('link', { name: 'Migraine' }).click();
  await page.getByRole('button', { name: 'More for this record' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByText('stays in its history')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Conditions' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Migraine' })).toHaveCount(0);
});

test('the same in German', async () => {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByText('Deutsch').click();
  await expect(page.getByRole('heading', { name: 'Diagnosen' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Vitalwerte' })).toBeVisible();
  await look('12-chart-german');
  await page.goto('/add/medicine');
  await expect(page.getByRole('heading', { name: 'Medikament hinzufügen' })).toBeVisible();
  await look('13-form-german');
});

test('a provider imports two patients, of whom one is refused; again nothing changes', async () => {
  const { project } = test.info();
  test.skip(project.name !== 'desk', 'the desk looks at it at a phone’s width as well');
  const { admin } = people;
  const doctor = await people.join('provider', 'Demo Provider');
  const { organisationId } = await people.call<{ organisationId: string }>(
    admin,
    '/api/organisations',
    { name: 'Demo Clinic' },
  );
  await admin.page.goto('/admin/organisations');
  const clinic = admin.page.getByRole('region', { name: 'Demo Clinic' });
  await clinic.getByRole('combobox').fill('Demo Provider');
  await admin.page.getByRole('option', { name: /^Demo Provider/ }).click();
  await clinic.getByRole('button', { name: 'Add to Demo Clinic' }).click();
  await expect(clinic.getByRole('listitem').filter({ hasText: 'Demo Provider' })).toBeVisible();
  const link = await clinic.getByLabel(/^Link by which doctors/).inputValue();
  expect(link).toContain(organisationId);

  await doctor.page.goto('/people');
  await doctor.page.getByRole('link', { name: 'Import or export patients' }).click();
  // Whoever works for one organisation has nothing to choose.
  await expect(
    doctor.page.getByRole('combobox', { name: 'Organisation', exact: true }),
  ).toHaveValue('Demo Clinic');
  await doctor.look('14-import-patients');
  await importBoth(doctor.page);
  await expectCounts(doctor.page, ['2 patients done', '1 new', '0 known already', '1 refused']);
  const report = doctor.page.getByRole('region', { name: 'What did not come in' });
  await expect(report.getByText('entry[1].resource.code')).toBeVisible();
  await expect(report).not.toContainText('SecretValue');
  await doctor.look('15-import-patients-report');
  const saving = doctor.page.waitForEvent('download');
  await report.getByRole('button', { name: 'Keep this list' }).click();
  const list = await readFile(await (await saving).path(), 'utf8');
  expect(list).toMatch(/^broken\.json\tentry\[1\]\.resource\S*\tvalidation_failed\t.+\n/);

  await doctor.page.getByRole('button', { name: 'Import other files' }).click();
  await importBoth(doctor.page);
  await expectCounts(doctor.page, ['2 patients done', '0 new', '1 known already', '1 refused']);
  await expect(doctor.page.getByText('2 records are unchanged')).toBeVisible();

  const waiting = doctor.page.waitForEvent('download');
  await doctor.page.getByRole('button', { name: 'Export as a file' }).click();
  const exported = await readFile(await (await waiting).path(), 'utf8');
  expect(exported.trim().split('\n')).toHaveLength(2);
  expect(exported).toContain('"value":"right"');
  await doctor.page.getByRole('button', { name: /^Account of/ }).click();
  await doctor.page.getByText('Deutsch').click();
  await expect(doctor.page.getByText('Was nicht hereinkam')).toBeVisible();
  await doctor.look('16-import-patients-german');
});

async function expectCounts(at: Page, counts: readonly string[]): Promise<void> {
  for (const count of counts)
    await expect(at.getByRole('listitem').filter({ hasText: count })).toBeVisible();
}

async function importBoth(at: Page): Promise<void> {
  await at
    .locator('input[type=file]:not([webkitdirectory])')
    .last()
    .setInputFiles([
      patientFile('right', { text: 'Asthma' }),
      patientFile('broken', 'SecretValue'),
    ]);
  await expect(at.getByRole('heading', { name: 'The import is done' })).toBeVisible();
}

function patientFile(name: string, code: unknown) {
  const urls = [1, 2].map(
    (n) => `urn:uuid:${n}0000000-0000-4000-8000-${name === 'right' ? 1 : 2}00000000000`,
  );
  const identifier = [{ system: 'urn:clinic', value: name }];
  const resources = [
    { resourceType: 'Patient', identifier, name: [{ family: 'Demo' }], birthDate: '1980-02-03' },
    { resourceType: 'Condition', subject: { reference: urls[0] }, code },
  ];
  const entry = resources.map((resource, index) => ({ fullUrl: urls[index], resource }));
  const bundle = { resourceType: 'Bundle', type: 'collection', entry };
  return {
    name: `${name}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(bundle)),
  };
}
