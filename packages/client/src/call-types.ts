import type { BodyInputOf, Endpoint, Progress, QueryInputOf, ReplyOf } from '@wardkeep/contract';

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
export type CallInput<E extends Endpoint> = Part<'params', E['params']['_zod']['input']> &
  Part<'query', QueryInputOf<E>> &
  Part<'body', BodyInputOf<E> | Bytes> & {
    readonly signal?: AbortSignal;
    /** Of bytes for a `records` endpoint that are no FHIR JSON: one of `IMPORT_MEDIA_TYPES`. */
    readonly mediaType?: string;
    /** For this call only; the web app passes one that reports how much of a file was sent. */
    readonly fetch?: typeof fetch;
    /** The program asks by itself, nobody pressed anything: such a call does not keep the session from going idle. */
    readonly isBackground?: boolean;
  };

/** Arguments of a call: the input may be left out when all its members may. */
export type CallArguments<E extends Endpoint> =
  Nothing extends CallInput<E> ? [input?: CallInput<E>] : [input: CallInput<E>];

export interface Client {
  /**
   * Calls an endpoint that answers JSON or nothing (`null`).
   *
   * @throws `ProblemError` when the server refuses, `ClientError` when there is no usable answer.
   */
  call<E extends Endpoint>(endpoint: E, ...input: CallArguments<E>): Promise<ReplyOf<E>>;

  /** The same for an endpoint with `progress: true`; `onProgress` hears each line of counts. */
  callWithProgress<E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
    onProgress: (progress: Progress) => void,
  ): Promise<ReplyOf<E>>;

  /** Calls an endpoint that answers bytes; the body has not been read yet. */
  callForBytes<E extends Endpoint>(endpoint: E, ...input: CallArguments<E>): Promise<Response>;
}

/** A call without its schemas' types, for the parts that only move it. */
export interface LooseInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly mediaType?: string;
  readonly fetch?: typeof fetch;
  readonly isBackground?: boolean;
}
