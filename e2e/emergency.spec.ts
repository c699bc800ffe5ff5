/**
 * Access without asking, in a real browser: a chart that is opened in an emergency, with the time left on every page; its
 * patient, who is told and says no; the review that finds misuse. Then what else administrators and clients see of it:
 * organisations, the access table, whose pseudonym it is, the export. Pictures go to test-results/emergency.
 */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { generateChart } from '../tools/demo/generate-chart.ts';
import { type AuthenticatorApp, authenticatorApp } from './authenticator-app.ts';
import { type Looking, looking } from './look.ts';
import { PASSWORD, type Session, send, setUpAdministrator } from './settle.ts';
import { expect, test } from './wardkeep-fixture.ts';

/** Everybody's own browser. */
interface Somebody {
  readonly page: Page;
  readonly personId: string;
  readonly look: Looking['look'];
  /** Patients have none. */
  readonly app: AuthenticatorApp | null;
}

test.describe.configure({ mode: 'serial' });

let baseURL: string;
let admin: Somebody;
let second: Somebody;
let doctor: Somebody;
let patient: Somebody;
let birthDate: string;
let pseudonym: string;
let chartPath: string;
const contexts: BrowserContext[] = [];

test.beforeAll(async ({ browser, treating }) => {
  baseURL = treating.url;
  const page = await newPage(browser);
  const { app, session } = await setUpAdministrator(page, treating);
  admin = await somebody(page, session, app);
  doctor = await join(browser, 'provider', 'Demo Doctor');
  patient = await signUp(browser);
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

async function newPage(browser: Browser): Promise<Page> {
  const { defaultBrowserType: _unused, ...use } = test.info().project.use as Record<
    string,
    unknown
  >;
  const context = await browser.newContext({ ...use, baseURL });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto('/');
  return page;
}

async function somebody(
  page: Page,
  { personId }: Session,
  app: AuthenticatorApp | null,
): Promise<Somebody> {
  if (app !== null) await answerStepUp(page, app);
  return { page, personId, app, look: looking(page, 'emergency', { alsoNarrow: true }).look };
}

/** Proofs count for five minutes, and the whole takes longer: whenever the page asks, it is answered. */
async function answerStepUp(page: Page, app: AuthenticatorApp): Promise<void> {
  const asked = page.getByRole('dialog', { name: 'Is it still you?' });
  await page.addLocatorHandler(asked, async () => {
    await asked.getByLabel('Code from your app').fill(await app.nextCode());
    await asked.getByRole('button', { name: 'Confirm' }).click();
  });
}

const NEARLY_STALE_MS = 60_000;

/** A call of the pages themselves, by whoever is signed in there, with a fresh proof. */
async function call<Reply>({ page, app }: Somebody, path: string, body: unknown): Promise<Reply> {
  const answer: unknown = await page.evaluate(async () => (await fetch('/api/account')).json());
  // `as`: the reply of this endpoint of the contract
  const { session } = answer as { session: Session & { freshUntil: string } };
  if (Date.parse(session.freshUntil) - Date.now() > NEARLY_STALE_MS)
    return send<Reply>(page, path, body, session.csrfToken);
  const proved = app
    ? await send<Session>(
        page,
        '/api/sessions/code',
        { code: await app.nextCode() },
        session.csrfToken,
      )
    : await send<Session>(
        page,
        '/api/sessions/password',
        { password: PASSWORD },
        session.csrfToken,
      );
  return send<Reply>(page, path, body, proved.csrfToken);
}

/** Invited by the administrator, with an authenticator app, and signed in. */
async function join(browser: Browser, role: string, displayName: string): Promise<Somebody> {
  const email = `${displayName.replaceAll(' ', '.').toLowerCase()}@example.test`;
  const { link } = await call<{ link: string }>(admin, '/api/invitations', { role, email });
  const page = await newPage(browser);
  const joined = await send<Session>(page, '/api/invitations/acceptance', {
    invitationToken: new URL(link).hash.slice(1),
    displayName,
    password: PASSWORD,
  });
  const { secret } = await send<{ secret: string }>(
    page,
    '/api/account/totp',
    {},
    joined.csrfToken,
  );
  const app = authenticatorApp(secret);
  const code = await app.nextCode();
  const { session } = await send<{ session: Session }>(
    page,
    '/api/account/totp/confirmation',
    { code },
    joined.csrfToken,
  );
  return somebody(page, session, app);
}

async function signUp(browser: Browser): Promise<Somebody> {
  const page = await newPage(browser);
  const account = {
    displayName: 'Demo Patient',
    email: 'patient@example.test',
    password: PASSWORD,
  };
  const { session } = await send<{ session: Session }>(page, '/api/accounts', account);
  const chart = generateChart('adult', 'emergency', new Date());
  birthDate = String(chart.entry[0]?.resource['birthDate']);
  await send(page, '/fhir/R4', chart, session.csrfToken);
  return somebody(page, session, null);
}

/** By the patient, to somebody of the staff, who accepts. */
async function consentTo(
  other: Somebody,
  kind: 'consent' | 'care-team',
  organisationId?: string,
): Promise<void> {
  const { link } = await call<{ link: string }>(
    patient,
    `/api/patients/${patient.personId}/consents`,
    {
      kind,
      label: 'Somebody',
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
  const accepted = organisationId === undefined ? { token } : { token, organisationId };
  await call(other, '/api/consent-offers/acceptance', accepted);
}

test('an organisation is made, named and filled by an administrator', async () => {
  const { page, look } = admin;
  await page.goto('/admin');
  await look('01-overview');
  await page.getByRole('link', { name: 'Organisations' }).first().click();
  await expect(page.getByText('There is none yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Enter a name')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Demo Clinik');
  await page.getByRole('button', { name: 'Create' }).click();
  const clinic = page.getByRole('region', { name: 'Demo Clini' });
  await clinic.getByRole('button', { name: 'Rename Demo Clinik' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Demo Clinic');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  // The focus goes back to where it was, and would be taken from the next field.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await clinic.getByRole('combobox').fill('doctor');
  await page.getByRole('option', { name: /^Demo Doctor/ }).click();
  await clinic.getByRole('button', { name: 'Add to Demo Clinic' }).click();
  await expect(clinic.getByRole('listitem').filter({ hasText: 'Demo Doctor' })).toBeVisible();
  await look('02-organisations');
});

test('whoever breaks the glass is told what it means, and says who and why', async () => {
  const { page, look } = doctor;
  await page.goto('/welcome');
  await page.getByRole('link', { name: 'Emergency' }).first().click();
  await expect(page.getByText('They see your name and your reason')).toBeVisible();
  await page.getByRole('button', { name: 'Open the chart…' }).click();
  await expect(page.getByText('Enter the given name')).toBeVisible();
  await expect(page.getByLabel('Given name')).toBeFocused();
  await look('03-emergency');
});

test('nobody, or more than one, is told apart neither in words nor by a list', async () => {
  const { page, look } = doctor;
  await page.getByLabel('Given name').fill('Demo');
  await page.getByLabel('Family name').fill('Nobody');
  await page.getByLabel('Date of birth', { exact: true }).fill(birthDate);
  await page.getByLabel('Danger to life').check();
  await page.getByLabel('In your own words').fill('Brought in unconscious after a fall.');
  await confirm(page);
  await expect(page.getByText('No chart was opened')).toBeVisible();
  await look('04-nobody');
});

async function confirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the chart…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('the patient and the security officers')).toBeVisible();
  await dialog.getByRole('button', { name: 'Open it now' }).click();
}

test('the chart opens, and on each of its pages the time left runs down', async () => {
  const { page, look } = doctor;
  await page.getByLabel('Family name').fill('One');
  await page.getByRole('button', { name: 'Open the chart…' }).click();
  await look('05-confirm');
  await page.getByRole('dialog').getByRole('button', { name: 'Open it now' }).click();
  const banner = page.getByRole('region', { name: 'Emergency access' });
  await expect(banner).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Demo Patient One' })).toBeVisible();
  await expect(banner.getByText(/minutes left/)).toBeAttached();
  const clock = banner.getByText(/^\d+:\d\d$/);
  const before = await clock.innerText();
  await expect(clock).not.toHaveText(before);
  chartPath = new URL(page.url()).pathname;
  await page.waitForTimeout(800);
  await look('06-chart');
  await page
    .getByRole('link', { name: /diabetes/i })
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Back to the chart' })).toBeVisible();
  await page.mouse.wheel(0, 600);
  await expect(banner).toBeInViewport();
});

test('one’s own open accesses are listed until they are ended', async () => {
  const { page, look } = doctor;
  await page.goto('/emergency');
  await expect(page.getByRole('region', { name: 'Open now' })).toBeVisible();
  await look('07-open-now');
});

test('the patient is told on the chart, sees who and why, and says that it was no emergency', async () => {
  const { page, look } = patient;
  await page.goto('/chart');
  await expect(page.getByText('This chart was opened in an emergency')).toBeVisible();
  await page.waitForTimeout(800);
  await look('08-news');
  await page.getByRole('link', { name: 'See who and why' }).click();
  const accesses = page.getByRole('region', { name: 'Emergency accesses' });
  await expect(accesses.getByText('Demo Doctor (Doctor or nurse, Demo Clinic)')).toBeVisible();
  await expect(accesses.getByText('Brought in unconscious after a fall.')).toBeVisible();
  await accesses.getByRole('button', { name: /^This was no emergency/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Send it to them' }).click();
  await expect(dialog.getByText('Write a sentence')).toBeVisible();
  await dialog.getByLabel('What happened?').fill('I was at home all day and in no hospital.');
  await look('09-dispute');
  await dialog.getByRole('button', { name: 'Send it to them' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(accesses.getByText('You said no')).toBeVisible();
  await look('10-accesses');
  await page.goto('/chart');
  await expect(page.getByRole('heading', { name: 'Demo Patient One' })).toBeVisible();
  await expect(page.getByText('This chart was opened in an emergency')).toHaveCount(0);
});

test('ended by a button, the chart closes at once', async () => {
  const { page, look } = doctor;
  await page.goto(chartPath);
  const banner = page.getByRole('region', { name: 'Emergency access' });
  await banner.getByRole('button', { name: 'End now' }).click();
  await expect(page.getByRole('heading', { name: 'Access has ended' })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await look('11-ended');
});

test('an administrator sees that it waits, what the patient says, and no name or chart', async () => {
  const { page, look } = admin;
  await page.goto('/admin');
  const way = page.getByRole('link', { name: /^Reviews/ }).first();
  await expect(way.getByText('(one waits)')).toBeAttached();
  await way.click();
  const waiting = page.getByRole('region', { name: 'Waiting for a review' });
  await expect(waiting.getByText('The patient says no')).toBeVisible();
  await expect(waiting.getByText('I was at home all day')).toBeVisible();
  await expect(page.getByText('Demo Patient')).toHaveCount(0);
  const line = await waiting.getByText(/^Patient [0-9A-Z]{4}-/).innerText();
  pseudonym = line.replace('Patient ', '');
  await look('12-reviews');
});

test('misuse says what follows; the account is shut out, and the patient reads what was found', async () => {
  const { page, look } = admin;
  await page.getByRole('button', { name: /^Review the emergency access/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Finish the review' }).click();
  await expect(dialog.getByText('Choose one')).toBeVisible();
  await dialog.getByLabel('Misuse').check();
  await expect(dialog.getByText('suspended at once')).toBeVisible();
  await dialog.getByLabel('How do you know?').fill('There was no such patient in the house.');
  await look('13-review');
  await dialog.getByRole('button', { name: 'Suspend the account' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Reviewed' })).toContainText('Misuse');
  await doctor.page.goto('/emergency');
  await expect(doctor.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await patient.page.goto('/access');
  await expect(patient.page.getByText('Found to be misuse')).toBeVisible();
});

test('whose pseudonym it is takes two persons, and is read once', async ({ browser }) => {
  const { page, look } = admin;
  second = await join(browser, 'admin', 'Demo Second Administrator');
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Go to re-identification' }).click();
  await page.getByRole('textbox', { name: 'Pseudonym' }).fill(pseudonym.toLowerCase());
  await page.getByLabel('Why do you need to know?').fill('The patient has to be called.');
  await page.getByRole('button', { name: 'Ask a second person' }).click();
  await expect(page.getByText('You asked: another administrator')).toBeVisible();
  await look('14-asked');
  await second.page.goto('/admin/re-identification');
  await second.page.getByRole('button', { name: /^Approve for/ }).click();
  await second.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(second.page.getByText('Approved by Demo Second Administrator')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: /^Read whose pseudonym/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Read it now' }).click();
  await expect(page.getByRole('dialog').getByText('Demo Patient')).toBeVisible();
  await look('15-whose');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Read', { exact: true })).toBeVisible();
});

test('the access table is searched, and on a phone read role by role', async () => {
  const { page, look } = admin;
  await page.goto('/admin/access-table');
  await expect(page.getByRole('columnheader', { name: 'Imaging technologist' })).toBeVisible();
  await page.getByText('What the words mean').click();
  await look('16-access-table');
  await page.mouse.wheel(0, 2000);
  await expect(page.getByRole('columnheader', { name: 'Action' })).toBeInViewport();
  await page.getByLabel('Find an action').fill('emergency');
  await expect(page.getByText('Open a chart in an emergency', { exact: true })).toBeVisible();
  await expect(page.getByText('Rename a passkey')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Radiologist' }).click();
  await expect(page.getByText('Review an emergency access')).toHaveCount(0);
  await look('17-one-role');
});

test('a care team: a colleague comes in, and the patient takes them out', async ({ browser }) => {
  const lead = await join(browser, 'radiologist', 'Demo Radiologist');
  const colleague = await join(browser, 'technologist', 'Demo Technologist');
  const list = await admin.page.evaluate(async () => (await fetch('/api/organisations')).json());
  // `as`: the reply of this endpoint of the contract
  const { organisations } = list as { organisations: { organisationId: string }[] };
  const organisationId = organisations[0]?.organisationId ?? '';
  await admin.page.goto('/admin/organisations');
  for (const name of ['Demo Radiologist', 'Demo Technologist']) {
    const clinic = admin.page.getByRole('region', { name: 'Demo Clinic' });
    await clinic.getByRole('combobox').fill(name);
    await admin.page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await clinic.getByRole('button', { name: 'Add to Demo Clinic' }).click();
    await expect(clinic.getByRole('listitem').filter({ hasText: name })).toBeVisible();
  }
  await consentTo(lead, 'care-team', organisationId);
  await lead.page.goto(chartPath);
  const team = lead.page.getByRole('region', { name: 'Care team' });
  await team.getByRole('combobox').fill('tech');
  await lead.page.getByRole('option', { name: /^Demo Technologist/ }).click();
  await team.getByRole('button', { name: 'Bring in' }).click();
  await expect(
    team.getByRole('button', { name: 'Take Demo Technologist out of the care team' }),
  ).toBeVisible();
  await lead.page.waitForTimeout(800);
  await lead.look('18-care-team');
  await colleague.page.goto('/people');
  await expect(colleague.page.getByRole('link', { name: /Mrs Demo/ })).toBeVisible();
  await patient.page.goto('/consents');
  await patient.look('19-care-team-patient');
  await patient.page
    .getByRole('button', { name: 'Take Demo Technologist out of the care team' })
    .click();
  await patient.page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await expect(patient.page.getByText('Demo Technologist')).toHaveCount(0);
});

test('a client downloads the records of who agreed, and no name is in them', async ({
  browser,
}) => {
  const client = await join(browser, 'client', 'Demo Researcher');
  const { page, look } = client;
  await page.goto('/welcome');
  await page.getByRole('link', { name: 'Export' }).first().click();
  await page.getByRole('button', { name: /^Download the file/ }).click();
  await expect(page.getByText('There is nothing to export')).toBeVisible();
  await consentTo(client, 'consent');
  const arrives = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download the file/ }).click();
  const text = await readFile(await (await arrives).path(), 'utf8');
  await expect(page.getByText('Saved as')).toBeVisible();
  await look('20-export');
  const lines = text.trim().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ resourceType: 'Condition' }),
  );
  expect(text).not.toMatch(/Demo|One/);
  expect(text).not.toContain(birthDate);
});

test('the same in the other language', async ({ browser }) => {
  const german = await join(browser, 'provider', 'Demo Third');
  const speak = (page: Page) =>
    page.evaluate(() => localStorage.setItem('wardkeep-language', 'de'));
  await speak(german.page);
  await german.page.goto('/emergency');
  await expect(german.page.getByRole('heading', { name: 'Notfallzugriff' })).toBeVisible();
  await german.look('21-emergency-german');
  await speak(admin.page);
  await admin.page.goto('/admin/emergency-reviews');
  await expect(admin.page.getByRole('heading', { name: 'Notfallprüfungen' })).toBeVisible();
  await admin.look('22-reviews-german');
  await admin.page.goto('/admin/access-table');
  await admin.look('23-access-table-german');
});
