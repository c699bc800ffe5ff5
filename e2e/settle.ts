/** What a test needs to be there before it begins, by the calls that the pages themselves make. */
import type { Page } from '@playwright/test';
import type { ServerProcess } from '../tools/demo/server-process.ts';
import { type AuthenticatorApp, authenticatorApp } from './authenticator-app.ts';

export const PASSWORD = 'correct horse battery staple';
export const ADMIN = { email: 'admin@example.test', password: PASSWORD } as const;

export interface Session {
  readonly personId: string;
  readonly csrfToken: string;
}

/** As the page itself sends it, with the browser's own cookies; a DELETE where there is no body. */
export async function send<Reply>(
  page: Page,
  path: string,
  body?: unknown,
  csrfToken = '',
): Promise<Reply> {
  const text = await page.evaluate(
    async ([to, json, csrf]) => {
      const response = await fetch(to, {
        method: json === undefined ? 'DELETE' : 'POST',
        headers: { 'wardkeep-csrf': csrf, ...(json && { 'content-type': 'application/json' }) },
        ...(json !== undefined && { body: json }),
      });
      return response.text();
    },
    [path, body === undefined ? undefined : JSON.stringify(body), csrfToken] as const,
  );
  // `as`: whoever calls says what this endpoint of the contract replies
  return (text === '' ? null : JSON.parse(text)) as Reply;
}

/** The first administrator, with an authenticator app and signed in; the page has to be one of this server's. */
export async function setUpAdministrator(
  page: Page,
  { setUpToken }: ServerProcess,
): Promise<{ readonly app: AuthenticatorApp; readonly session: Session }> {
  const account = { ...ADMIN, displayName: 'Demo Administrator', setUpToken };
  const { session } = await send<{ session: Session }>(page, '/api/set-up', account);
  const { secret } = await send<{ secret: string }>(page, TOTP, {}, session.csrfToken);
  const app = authenticatorApp(secret);
  const code = await app.nextCode();
  const confirmed = await send<{ session: Session }>(
    page,
    `${TOTP}/confirmation`,
    { code },
    session.csrfToken,
  );
  return { app, session: confirmed.session };
}

const TOTP = '/api/account/totp';
