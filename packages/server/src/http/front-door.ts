import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal, networks, plainAddress } from '../gate/index.ts';
import { isOwnHost, originOf } from './host-rules.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the client; told by a proxy only where the settings trust it. Null when nobody knows. */
    clientAddress: string | null;
    /** Of the pages that may send this request. */
    ownOrigin: string;
  }
}

/** From where, through whom and under which name this server is reached. */
export interface FrontDoor {
  readonly publicUrl: string | undefined;
  /** Addresses and networks whose `X-Forwarded-…` is believed. */
  readonly trustedProxies: readonly string[];
  /** Addresses and networks that anything is served to; empty for all. */
  readonly allowedAddresses: readonly string[];
}

/** Whoever asks whether the process lives asks from where it runs, by whatever name it has there. */
const ALIVE = '/healthz';
const ANY_NAME: ReadonlySet<string | undefined> = new Set([ALIVE, '/readyz']);

/** Before anything else of a request is looked at: where it comes from, and whom it asks for. */
export function guardFrontDoor(app: FastifyInstance, settings: FrontDoor): void {
  const { publicUrl, allowedAddresses } = settings;
  const allowed = allowedAddresses.length === 0 ? undefined : networks(allowedAddresses);
  const nameOf = lastName(publicUrl);
  app.decorateRequest('clientAddress', null);
  app.decorateRequest('ownOrigin', '');
  app.addHook('onRequest', (request, _reply, done) => {
    request.clientAddress = addressOf(request);
    const name = nameOf(request.host);
    request.ownOrigin = name.origin;
    // Which route it is, is asked only where it decides: Fastify puts that together anew each time.
    const isAllowed = allowed?.has(request.clientAddress) !== false;
    if (!isAllowed && request.routeOptions.url !== ALIVE)
      done(new Refusal('address_not_allowed', 'Nothing is served to this network.'));
    else if (!name.isOwn && !ANY_NAME.has(request.routeOptions.url)) done(wrongHost());
    else done();
  });
}

/** Remembers the name that was asked for last: it is nearly always the same. */
function lastName(publicUrl: string | undefined) {
  const about = (host: string) => ({
    host,
    isOwn: isOwnHost(host, publicUrl),
    origin: originOf(host, publicUrl),
  });
  let last = about('');
  return (host: string) => {
    if (host !== last.host) last = about(host);
    return last;
  };
}

/** What a trusted proxy passed on may still be no address (RFC 7239 §6.2, §6.3). */
function addressOf(request: FastifyRequest): string | null {
  return plainAddress(request.ip);
}

function wrongHost(): Refusal {
  return new Refusal(
    'wrong_host',
    'This server is not served under that host name. Use its public address; a proxy in front must pass Host on, ' +
      'or be named in WARDKEEP_TRUSTED_PROXIES and send X-Forwarded-Host.',
  );
}
