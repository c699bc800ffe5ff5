import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Endpoint } from '@wardkeep/contract';
import { ACCESS, Refusal, type AccessRule, type Gate } from '../gate/index.ts';
import { credentialOf } from './credential-of.ts';
import { WINDOW_MS, type RequestCounts, type SubjectKind } from './request-counts.ts';

/** Requests a minute of what is no endpoint of the contract; docs/rate-limits.md. */
export const OTHER_LIMITS = { readyz: 120, pages: 600 } as const;

interface LimitOptions {
  /** Multiplies every limit. */
  readonly factor: number;
  readonly gate: () => Gate | undefined;
}

export async function limitRequests(app: FastifyInstance, counts: RequestCounts): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    store: storeOn(counts),
    keyGenerator: (request) => subject('requests.address', request, addressKey(request)),
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests(ttl),
    // Who is refused is told when to come back; everybody else has no use for the count, and each header costs.
    addHeadersOnExceeding: NO_HEADERS,
    addHeaders: NO_HEADERS,
  });
  app.addHook('onClose', () => counts.close());
}

const NO_HEADERS = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
};

/**
 * For a route's `config.rateLimit`. Who has a session is counted by person, so that a clinic behind one address is many;
 * what is open to anybody is counted by address, so that a session buys nobody more guesses.
 */
export function limitOf({ action, limit }: Endpoint, { factor, gate }: LimitOptions) {
  const rule: AccessRule = ACCESS[action];
  const most = { max: Math.ceil(limit.perMinute * factor), timeWindow: WINDOW_MS };
  return rule.anyone === true
    ? most
    : { ...most, keyGenerator: (request: FastifyRequest) => personOrAddress(request, gate()) };
}

export function otherLimit(name: keyof typeof OTHER_LIMITS, factor: number) {
  return { max: Math.ceil(OTHER_LIMITS[name] * factor), timeWindow: WINDOW_MS };
}

async function personOrAddress(request: FastifyRequest, gate: Gate | undefined): Promise<string> {
  if (gate?.vault.availability() === 'available') {
    const credential = await credentialOf(request, gate);
    if (credential.kind === 'session')
      return subject('requests.person', request, credential.personId);
  }
  return subject('requests.address', request, addressKey(request));
}

/** One customer's IPv6 network is a /64 (RFC 6177): addresses in it cost nothing. */
function addressKey({ clientAddress }: FastifyRequest): string {
  if (clientAddress?.includes(':') !== true) return clientAddress ?? 'unknown';
  return rateLimit.normalizeIP(clientAddress, 64);
}

const KINDS: readonly SubjectKind[] = ['requests.person', 'requests.address'];

/** Each route has a limit of its own. */
function subject(kind: SubjectKind, { method, routeOptions }: FastifyRequest, of: string): string {
  return `${kind} ${method} ${routeOptions.url ?? 'none'} ${of}`;
}

/** The plugin makes its stores itself, and calls them back. */
function storeOn(counts: RequestCounts) {
  return class Store implements FastifyRateLimitStore {
    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1]): void {
      const kind = KINDS.find((each) => key.startsWith(`${each} `)) ?? 'requests.address';
      callback(null, counts.count(kind, key.slice(kind.length + 1)));
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}

function tooManyRequests(leftMs: number): Refusal {
  return new Refusal('too_many_requests', 'Too many requests. Wait a minute and try again.', {
    retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)),
  });
}
