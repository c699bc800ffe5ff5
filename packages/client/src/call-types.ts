import type { Endpoint, Progress } from '@wardkeep/contract';
import type { z } from 'zod';

/** What can travel as it is: a file, bytes, or a stream whose length is not known. */
export type Bytes = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** Fits where nothing is required; the contract's own empty objects have this type. */
type Nothing = Record<string, never>;

/** A member that may be left out where the contract asks for nothing. */
type Part<Name extends string, Value> = Nothing extends Value
  ? { readonly [key in Name]?: Value }
  : { readonly [key in Name]: Value };

/**
 * What one call carries. `body` is what the contract says, or bytes: a file for a `bytes` endpoint, or
 * JSON text that is sent unread.
 */
export type CallInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<
  'params',
  z.input<P>
> &
  Part<'query', z.input<Q>> &
  Part<'body', z.input<B> | Bytes> & {
    readonly signal?: AbortSignal;
    /** For this call only; the web app passes one that reports how much of a file was sent. */
    readonly fetch?: typeof fetch;
  };

/** Arguments of a call: the input may be left out when all its members may. */
export type CallArguments<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> =
  Nothing extends CallInput<P, Q, B> ? [input?: CallInput<P, Q, B>] : [input: CallInput<P, Q, B>];

export interface Client {
  /**
   * Calls an endpoint that answers JSON or nothing (`null`).
   *
   * @throws `ProblemError` when the server refuses, `ClientError` when there is no usable answer.
   */
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    ...input: CallArguments<P, Q, B>
  ): Promise<z.output<R>>;

  /** The same for an endpoint with `progress: true`; `onProgress` hears each line of counts. */
  callWithProgress<
    P extends z.ZodType,
    Q extends z.ZodType,
    B extends z.ZodType,
    R extends z.ZodType,
  >(
    endpoint: Endpoint<P, Q, B, R>,
    input: CallInput<P, Q, B>,
    onProgress: (progress: Progress) => void,
  ): Promise<z.output<R>>;

  /** Calls an endpoint that answers bytes; the body has not been read yet. */
  callForBytes<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    ...input: CallArguments<P, Q, B>
  ): Promise<Response>;
}

/** A call without its schemas' types, for the parts that only move it. */
export interface LooseInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}
