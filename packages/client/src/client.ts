import { type Endpoint, type Session, readSession, refreshSession } from '@wardkeep/contract';
import type { Client, LooseInput } from './call-types.ts';
import { ClientError, ProblemError } from './errors.ts';
import { readProgress, readReply, refuseProblems } from './reply.ts';
import { requestFor } from './request.ts';
import { type SessionKeeper, createSessionKeeper } from './session-keeper.ts';

export interface ClientOptions {
  /** Origin such as `http://localhost:8480`; empty in a page that the server itself served. */
  readonly baseUrl: string;
  /** With its own cookie keeping, where there is no browser. */
  readonly fetch?: typeof fetch;
  /** Hears each new session, and `null` once when it has ended. */
  readonly onSession?: (session: Session | null) => void;
  /** A page was loaded anew while somebody was signed in: the first refusal is worth a refresh. */
  readonly hadSession?: boolean;
  /**
   * Runs one refresh at a time among all clients that share the cookies (the tabs of a browser): a
   * refresh token that is used twice ends the session.
   */
  readonly exclusively?: <T>(work: () => Promise<T>) => Promise<T>;
  /**
   * Asks whoever is signed in to show again that it is them (RFC 9470), once for all calls that wait for it; `true` when
   * they did. The calls are then made once more; otherwise each is refused with `step_up_needed`.
   */
  readonly onStepUp?: () => Promise<boolean>;
  /** The id after `#` of a share link: sent in `Authorization`, and no cookie with it. */
  readonly shareToken?: string;
}

/** Typed calls to one server. Safe to use for many calls at once. */
export function createClient(options: ClientOptions): Client {
  const keeper = createSessionKeeper(options.hadSession ?? false, options.onSession ?? (() => {}));
  const send = (endpoint: Endpoint, input: LooseInput, accept?: string): Promise<Response> =>
    sendOnce(options, keeper, { endpoint, input, accept });
  const renew = singleFlight(() => renewSession(options, keeper));

  const stepUp = singleFlight(options.onStepUp ?? (() => Promise.resolve(false)));

  const sendSignedIn = async (
    endpoint: Endpoint,
    input: LooseInput,
    accept?: string,
  ): Promise<Response> => {
    try {
      return await send(endpoint, input, accept);
    } catch (error) {
      const lost = wantsSession(error) && keeper.mayRenew() && repeatable(input.body);
      if (!lost || !(await renew())) throw error;
      return send(endpoint, input, accept);
    }
  };
  const request = async (
    endpoint: Endpoint,
    input: LooseInput,
    accept?: string,
  ): Promise<Response> => {
    try {
      return await sendSignedIn(endpoint, input, accept);
    } catch (error) {
      if (!wantsProof(error) || !repeatable(input.body) || !(await stepUp())) throw error;
      return sendSignedIn(endpoint, input, accept);
    }
  };

  return {
    async call(endpoint, ...[input]) {
      const reply = await readReply(endpoint, await request(endpoint, input ?? {}));
      keeper.learnFrom(endpoint, reply);
      return reply;
    },
    async callWithProgress(endpoint, input, onProgress) {
      const response = await request(endpoint, input, 'application/x-ndjson, application/json');
      return readProgress(endpoint, response, onProgress);
    },
    callForBytes: (endpoint, ...[input]) => request(endpoint, input ?? {}),
  };
}

interface Sending {
  readonly endpoint: Endpoint;
  readonly input: LooseInput;
  readonly accept?: string | undefined;
}

async function sendOnce(
  options: ClientOptions,
  keeper: SessionKeeper,
  { endpoint, input, accept }: Sending,
): Promise<Response> {
  const { url, init } = requestFor(options.baseUrl, endpoint, input);
  const csrfToken = keeper.csrfToken();
  if (accept) init.headers.set('accept', accept);
  if (input.isBackground) init.headers.set('wardkeep-background', '1');
  if (csrfToken && endpoint.method !== 'GET') init.headers.set('wardkeep-csrf', csrfToken);
  if (options.shareToken) init.headers.set('authorization', `Wardkeep-Share ${options.shareToken}`);
  init.credentials = options.shareToken ? 'omit' : 'same-origin';
  init.cache = 'no-store';
  const go = input.fetch ?? options.fetch ?? globalThis.fetch;
  return refuseProblems(await reach(() => go(url, init), input.signal));
}

/** Tells an abort, which is the caller's own, from a server that did not answer. */
async function reach(go: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  try {
    return await go();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ClientError('unreachable', 'the server did not answer', error);
  }
}

/**
 * `true` when there is a session again. Asks for the session first, for another tab may have
 * refreshed already; only when there is none, the refresh token is spent.
 */
async function renewSession(options: ClientOptions, keeper: SessionKeeper): Promise<boolean> {
  const exclusively = options.exclusively ?? ((work) => work());
  return exclusively(async () => {
    for (const endpoint of [readSession, refreshSession]) {
      if (await learn(options, keeper, endpoint)) return true;
    }
    keeper.end();
    return false;
  });
}

async function learn(
  options: ClientOptions,
  keeper: SessionKeeper,
  endpoint: Endpoint,
): Promise<boolean> {
  try {
    const response = await sendOnce(options, keeper, { endpoint, input: {} });
    keeper.learnFrom(endpoint, await readReply(endpoint, response));
    return true;
  } catch (error) {
    if (wantsSession(error)) return false;
    throw error;
  }
}

/** The access cookie has run out, or the token in hand belongs to an earlier session of this browser. */
function wantsSession(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    (error.code === 'not_signed_in' || error.code === 'csrf_refused')
  );
}

/** A sensitive action, and what was shown last is too long ago for it. */
function wantsProof(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'step_up_needed';
}

/** A stream that was read can't be sent a second time. */
function repeatable(body: unknown): boolean {
  return !(body instanceof ReadableStream);
}

function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
