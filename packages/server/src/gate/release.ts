import type { Endpoint } from '@wardkeep/contract';

/** A file on its way out. Nothing is read before the caller asks for the first chunk. */
export interface BytesReply {
  readonly mediaType: string;
  readonly fileName: string;
  /** Length of the plaintext, in bytes; null where it is made while it leaves. */
  readonly length: number | null;
  chunks(): AsyncIterable<Buffer>;
}

/** What a FHIR route answers beside a resource: its own status and headers, or no body at all. */
export class FhirAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What may leave once the transaction has committed. */
export type Released =
  | {
      readonly kind: 'json' | 'fhir';
      readonly status: number;
      readonly body: unknown;
      /** The body as JSON, where it is told many times. */
      readonly text?: string;
      /** Of FHIR alone. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: BytesReply };

/** How often a running stream asks whether it may go on. */
const READMIT_EVERY_MS = 3_000;

/**
 * Lets out what the endpoint's contract names and nothing more: a member that a handler added by mistake is dropped.
 * FHIR resources are the exception, their shape is FHIR's.
 */
export function release(
  endpoint: Endpoint,
  reply: unknown,
  stillAdmitted: () => Promise<boolean>,
): Released {
  switch (endpoint.replyKind) {
    case 'none':
      return { kind: 'none' };
    case 'fhir':
      if (reply instanceof FhirAnswer)
        return { kind: 'fhir', status: reply.status, body: reply.body, headers: reply.headers };
      return {
        kind: 'fhir',
        status: endpoint.method === 'POST' && endpoint.path.includes(':') ? 201 : 200,
        body: reply,
      };
    case 'json':
      return {
        kind: 'json',
        status: endpoint.accepted === true ? 202 : 200,
        body: endpoint.reply.parse(reply),
      };
    case 'bytes': {
      // The route's type says that a `bytes` endpoint's handler answers a BytesReply.
      const bytes = reply as BytesReply;
      return {
        kind: 'bytes',
        bytes: { ...bytes, chunks: () => whileAdmitted(bytes.chunks(), stillAdmitted) },
      };
    }
  }
}

/** A revoked consent, link or session ends a download that is under way: the stream breaks, it does not end cleanly. */
async function* whileAdmitted(
  chunks: AsyncIterable<Buffer>,
  stillAdmitted: () => Promise<boolean>,
): AsyncIterable<Buffer> {
  let checkedAtMs = performance.now();
  for await (const chunk of chunks) {
    if (performance.now() - checkedAtMs > READMIT_EVERY_MS) {
      if (!(await stillAdmitted()))
        throw new Error('The stream was stopped: its caller is not admitted any more.');
      checkedAtMs = performance.now();
    }
    yield chunk;
  }
}
