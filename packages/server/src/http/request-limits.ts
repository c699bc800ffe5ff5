import rateLimit from '@fastify/rate-limit';
import type {
  FastifyRequest,
  onRequestAsyncHookHandler,
  onRequestHookHandler,
  preHandlerHookHandler,
} from 'fastify';
import type { Action, Endpoint } from '@wardkeep/contract';
import { ACCESS, Refusal, type AccessRule, type Gate } from '../gate/index.ts';
import { credentialOf } from './credential-of.ts';
import type { RequestCounts, SubjectKind } from './request-counts.ts';

/** Requests a minute of what is no endpoint of the contract; docs/rate-limits.md. */
export const OTHER_LIMITS = { readyz: 120, pages: 600 } as const;

interface LimitOptions {
  readonly counts: RequestCounts;
  /** Multiplies every limit. */
  readonly factor: number;
  readonly gate: () => Gate | undefined;
  readonly onSentAway: ((action: Action) => void) | undefined;
}

/** Hooks that count a request, and refuse it as `too_many_requests` when it is one too many. Each route has a limit of its own. */
export interface RequestLimits {
  /**
   * Who has a session is counted by person, so that a clinic behind one address is many; what is open to anybody is
   * counted by address, so that a session buys nobody more guesses.
   */
  ofEndpoint(endpoint: Endpoint): onRequestHookHandler | onRequestAsyncHookHandler;
  ofReadyz: onRequestHookHandler;
  /** Of every address that no route stands for. */
  ofPages: preHandlerHookHandler;
}

export function requestLimits({ counts, factor, gate, onSentAway }: LimitOptions): RequestLimits {
  const limit = (url: string, perMinute: number, action?: Action): Count => {
    const most = Math.ceil(perMinute * factor);
    return (kind, { method }, of) => {
      const { current, ttl } = counts.count(kind, `${method} ${url} ${of}`);
      if (current <= most) return;
      if (action !== undefined) onSentAway?.(action);
      throw tooManyRequests(ttl);
    };
  };
  return {
    ofEndpoint: ({ action, path, limit: { perMinute } }) => {
      const rule: AccessRule = ACCESS[action];
      const count = limit(path, perMinute, action);
      return rule.anyone === true ? byAddress(count) : byPersonOrAddress(count, gate);
    },
    ofReadyz: byAddress(limit('/readyz', OTHER_LIMITS.readyz)),
    ofPages: byAddress(limit('none', OTHER_LIMITS.pages)),
  };
}

/** @throws {@link Refusal} `too_many_requests`. */
type Count = (kind: SubjectKind, request: FastifyRequest, of: string) => void;

function byAddress(count: Count) {
  return (request: FastifyRequest, _reply: unknown, done: () => void): void => {
    count('requests.address', request, addressKey(request));
    done();
  };
}

function byPersonOrAddress(count: Count, gate: () => Gate | undefined) {
  return async (request: FastifyRequest): Promise<void> => {
    const opened = gate();
    if (opened?.vault.availability() === 'available') {
      const shown = credentialOf(request, opened);
      const credential = shown instanceof Promise ? await shown : shown;
      if (credential.kind === 'session') {
        count('requests.person', request, credential.personId);
        return;
      }
    }
    count('requests.address', request, addressKey(request));
  };
}

/** One customer's IPv6 network is a /64 (RFC 6177): addresses in it cost nothing. */
export function addressKey({ clientAddress }: FastifyRequest): string {
  if (clientAddress?.includes(':') !== true) return clientAddress ?? 'unknown';
  return rateLimit.normalizeIP(clientAddress, 64);
}

function tooManyRequests(leftMs: number): Refusal {
  return new Refusal('too_many_requests', 'Too many requests. Wait a minute and try again.', {
    retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)),
  });
}
