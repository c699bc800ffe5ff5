import { ServiceFailure } from './service-failure.ts';

/**
 * A token, or an AppRole. A token may be asked for at each call, since an agent replaces the file
 * that it stands in.
 */
export type VaultSignIn =
  | { readonly token: string | (() => string | Promise<string>) }
  | {
      readonly roleId: string;
      readonly secretId: string;
      /** Where the AppRole method is mounted; `approle` by default. */
      readonly mount?: string | undefined;
    };

export type VaultClientOptions = {
  readonly address: string;
  readonly signIn: VaultSignIn;
  readonly namespace?: string | undefined;
};

/** What Vault says with status 200, 400 or 404. */
export type VaultAnswer = {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
};

export interface VaultClient {
  /** @throws {@link ServiceFailure}, or what `fetch` and `JSON.parse` throw. */
  post(path: string, body: object, signal: AbortSignal): Promise<VaultAnswer>;
}

export function vaultClient(options: VaultClientOptions): VaultClient {
  let session: Promise<string> | undefined;
  const tokenFor = (signal: AbortSignal): Promise<string> => {
    if ('token' in options.signIn) return given(options.signIn.token);
    // One sign-in for all that wait; one that failed is not kept.
    session ??= signInByRole(options, options.signIn, signal).catch((error: unknown) => {
      session = undefined;
      throw error;
    });
    return session;
  };
  return {
    post: async (path, body, signal) => {
      const used = await tokenFor(signal);
      const answer = await send(options, { path, body, signal, token: used });
      if (answer.status !== 403 || 'token' in options.signIn) return known(answer);
      // The role's token has ended: once more with a new one.
      session = undefined;
      const token = await tokenFor(signal);
      return known(await send(options, { path, body, signal, token }));
    },
  };
}

async function given(token: string | (() => string | Promise<string>)): Promise<string> {
  return typeof token === 'string' ? token : await token();
}

type Role = Extract<VaultSignIn, { roleId: string }>;

async function signInByRole(
  options: VaultClientOptions,
  { roleId, secretId, mount = 'approle' }: Role,
  signal: AbortSignal,
): Promise<string> {
  const body = { role_id: roleId, secret_id: secretId };
  const answer = await send(options, { path: `auth/${mount}/login`, body, signal });
  if (answer.status === 400) throw new ServiceFailure('denied', 'sign-in by AppRole failed');
  const token = known(answer).auth['client_token'];
  if (typeof token === 'string') return token;
  throw new ServiceFailure('transient', 'a sign-in without a token');
}

type VaultRequest = {
  readonly path: string;
  readonly body: object;
  readonly signal: AbortSignal;
  readonly token?: string;
};
type RawAnswer = VaultAnswer & { readonly auth: Readonly<Record<string, unknown>> };

async function send({ address, namespace }: VaultClientOptions, request: VaultRequest) {
  const url = `${address.replace(/\/$/, '')}/v1/${request.path}`;
  const response = await fetch(url, {
    method: 'POST',
    // A redirect would carry the token to another host.
    redirect: 'error',
    signal: request.signal,
    headers: {
      'content-type': 'application/json',
      'x-vault-request': 'true',
      ...(request.token !== undefined && { 'x-vault-token': request.token }),
      ...(namespace && { 'x-vault-namespace': namespace }),
    },
    body: JSON.stringify(request.body),
  });
  const text = await response.text();
  return answerOf(response.status, text);
}

function answerOf(status: number, text: string): RawAnswer {
  // 429 is also what a standby answers to health checks alone; 412, 472 and 473 are a node that lags.
  if (status === 429) throw new ServiceFailure('throttled', 'HTTP 429');
  if (status >= 500 || [412, 472, 473].includes(status)) {
    throw new ServiceFailure('transient', `HTTP ${status}`);
  }
  const json: unknown = JSON.parse(text);
  const list = member(json, 'errors');
  const errors = Array.isArray(list) ? list.map(String) : [];
  return { status, data: objectMember(json, 'data'), auth: objectMember(json, 'auth'), errors };
}

function known(answer: RawAnswer): RawAnswer {
  if ([200, 400].includes(answer.status)) return answer;
  throw new ServiceFailure('denied', `HTTP ${answer.status}`);
}

function member(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
}

function objectMember(json: unknown, name: string): Readonly<Record<string, unknown>> {
  const value = member(json, name);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
