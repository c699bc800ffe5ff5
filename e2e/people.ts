/** People of a test, each in a browser of their own, who got there by the calls that the pages themselves make. */
import { type Browser, type BrowserContext, type Page, test } from '@playwright/test';
import { generateChart } from '../tools/demo/generate-chart.ts';
import type { ServerProcess } from '../tools/demo/server-process.ts';
import { type AuthenticatorApp, authenticatorApp } from './authenticator-app.ts';
import { type Looking, looking } from './look.ts';
import { PASSWORD, type Session, send, setUpAdministrator } from './settle.ts';

export interface Somebody {
  readonly page: Page;
  readonly personId: string;
  readonly look: Looking['look'];
  /** Patients have none. */
  readonly app: AuthenticatorApp | null;
}

export interface People {
  readonly admin: Somebody;
  /** Invited by the administrator, with an authenticator app, and signed in. */
  join(role: string, displayName: string): Promise<Somebody>;
  /** A patient with a generated chart. */
  signUp(): Promise<Somebody>;
  /** A call of the pages themselves, by whoever is signed in there, with a fresh proof. */
  call<Reply>(somebody: Somebody, path: string, body: unknown): Promise<Reply>;
  leave(): Promise<void>;
}

/** @param folder - Where in test-results their pictures go. */
export async function settle(
  browser: Browser,
  server: ServerProcess,
  folder: string,
): Promise<People> {
  const contexts: BrowserContext[] = [];
  const newPage = async (): Promise<Page> => {
    const context = await newContext(browser, server.url);
    contexts.push(context);
    const page = await context.newPage();
    await page.goto('/');
    return page;
  };
  const somebody = async (
    page: Page,
    { personId }: Session,
    app: AuthenticatorApp | null,
  ): Promise<Somebody> => {
    if (app !== null) await answerStepUp(page, app);
    return { page, personId, app, look: looking(page, folder, { alsoNarrow: true }).look };
  };
  const first = await newPage();
  const { app, session } = await setUpAdministrator(first, server);
  const admin = await somebody(first, session, app);
  return {
    admin,
    call,
    join: async (role, displayName) => {
      const link = await invite(admin, role, displayName);
      const page = await newPage();
      const joined = await accept(page, link, displayName);
      return somebody(page, joined.session, joined.app);
    },
    signUp: async () => {
      const page = await newPage();
      return somebody(page, await signUp(page), null);
    },
    leave: async () => void (await Promise.all(contexts.map((context) => context.close()))),
  };
}

async function newContext(browser: Browser, baseURL: string): Promise<BrowserContext> {
  const { defaultBrowserType: _unused, ...use } = test.info().project.use as Record<
    string,
    unknown
  >;
  return browser.newContext({ ...use, baseURL });
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

async function call<Reply>({ page, app }: Somebody, path: string, body: unknown): Promise<Reply> {
  const answer: unknown = await page.evaluate(async () => (await fetch('/api/account')).json());
  // `as`: the reply of this endpoint of the contract
  const { session } = answer as { session: Session & { freshUntil: string } };
  if (Date.parse(session.freshUntil) - Date.now() > NEARLY_STALE_MS)
    return send<Reply>(page, path, body, session.csrfToken);
  const [where, proof] = app
    ? ['/api/sessions/code', { code: await app.nextCode() }]
    : ['/api/sessions/password', { password: PASSWORD }];
  const proved = await send<Session>(page, where, proof, session.csrfToken);
  return send<Reply>(page, path, body, proved.csrfToken);
}

async function invite(admin: Somebody, role: string, displayName: string): Promise<string> {
  const email = `${displayName.replaceAll(' ', '.').toLowerCase()}@example.test`;
  const { link } = await call<{ link: string }>(admin, '/api/invitations', { role, email });
  return link;
}

async function accept(page: Page, link: string, displayName: string) {
  const joined = await send<Session>(page, '/api/invitations/acceptance', {
    invitationToken: new URL(link).hash.slice(1),
    displayName,
    password: PASSWORD,
  });
  const totp = '/api/account/totp';
  const { secret } = await send<{ secret: string }>(page, totp, {}, joined.csrfToken);
  const app = authenticatorApp(secret);
  const confirmation = { code: await app.nextCode() };
  const confirmed = await send<{ session: Session }>(
    page,
    `${totp}/confirmation`,
    confirmation,
    joined.csrfToken,
  );
  return { app, session: confirmed.session };
}

async function signUp(page: Page): Promise<Session> {
  const account = {
    displayName: 'Demo Patient',
    email: 'patient@example.test',
    password: PASSWORD,
  };
  const { session } = await send<{ session: Session }>(page, '/api/accounts', account);
  const chart = generateChart('adult', 'emergency', new Date());
  await send(page, '/fhir/R4', chart, session.csrfToken);
  return session;
}
