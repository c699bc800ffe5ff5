import type { Endpoint } from '@wardkeep/contract';
import type { Gate } from './gate.ts';
import type { Released } from './release.ts';
import type { UntrustedRequest } from './request.ts';

/** Cookies that a session route sets: the tokens, or none any more. */
export type SessionCookies =
  | {
      readonly kind: 'set';
      readonly accessToken: string;
      readonly refreshToken: string;
      readonly expiresAt: Date;
      /** For a browser that was not here before, or whose cookie says nothing any more. */
      readonly deviceToken?: string;
    }
  /** `forgetsDevice`: the browser is not known any more either. */
  | { readonly kind: 'clear'; readonly forgetsDevice?: true };

export interface Served {
  readonly released: Released;
  readonly cookies?: SessionCookies | undefined;
}

/**
 * A route, ready to be served. `plain` is about nobody's data; the others are about one person's (`phi`, `upload`) or
 * about account data of many (`people`). Only the gate's own functions make one.
 */
export interface Route {
  readonly kind: 'phi' | 'people' | 'upload' | 'plain';
  readonly endpoint: Endpoint;
  serve(gate: Gate, request: UntrustedRequest): Promise<Served>;
}
