import type { z } from 'zod';
import type { Action } from './actions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One endpoint, as server and clients agree on it.
 *
 * `body` says what travels: `json` is parsed and validated, `bytes` is a stream that the server never
 * holds whole, `form` is what a search sends that must not stand in an address, `records` is clinical data in one of several
 * formats, told apart by its content-type, `none` is refused when present. `reply` likewise.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  /** With `:name` for each member of `params`, for example `/api/patients/:patientId/chart`. */
  readonly path: string;
  readonly action: Action;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly bodyKind: 'json' | 'form' | 'bytes' | 'records' | 'none';
  /** Of a `json` body that is another kind of JSON than `application/json` and `application/fhir+json`. */
  readonly mediaTypes?: readonly string[];
  /** `z.never()` where the reply is bytes. */
  readonly reply: Reply;
  readonly replyKind: 'json' | 'fhir' | 'bytes' | 'none';
  /** Answers 202: what was asked for goes on after the reply. */
  readonly accepted?: true;
  readonly limit: EndpointLimit;
  /** The client may ask for progress with `Accept: application/x-ndjson`; see `progress.ts`. */
  readonly progress?: true;
}

export interface EndpointLimit {
  /** Requests a minute from one address. */
  readonly perMinute: number;
  /** Largest body, in bytes; 0 where there is none. */
  readonly bodyBytes: number;
}

export type ParamsOf<E extends Endpoint> = z.output<E['params']>;
export type QueryOf<E extends Endpoint> = z.output<E['query']>;
export type BodyOf<E extends Endpoint> = z.output<E['body']>;
export type BodyInputOf<E extends Endpoint> = z.input<E['body']>;
export type QueryInputOf<E extends Endpoint> = z.input<E['query']>;
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>;

/** Keeps the exact types of an endpoint's schemas while checking its shape. */
export function endpoint<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(definition: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return definition;
}
