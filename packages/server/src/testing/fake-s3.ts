import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What of S3 the escrow speaks, on the wire: conditional puts, gets and lists; what is put stays. */
export interface FakeS3 {
  readonly endpoint: string;
  /** By whole key. */
  readonly objects: Map<string, Buffer>;
  /** Method and address of each request. */
  readonly asked: readonly string[];
  /** Status and code of every answer from now on; undefined for what S3 would answer. */
  failWith(failure: { readonly status: number; readonly code: string } | undefined): void;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: string | Buffer;
}

export async function startFakeS3(bucket: string): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const asked: string[] = [];
  let failure: { readonly status: number; readonly code: string } | undefined;
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, { bucket, objects, failure }).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/xml' });
        response.end(request.method === 'HEAD' ? undefined : body);
      },
      () => response.destroy(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    asked,
    failWith: (next) => {
      failure = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Held {
  readonly bucket: string;
  readonly objects: Map<string, Buffer>;
  readonly failure: { readonly status: number; readonly code: string } | undefined;
}

async function answer(request: IncomingMessage, held: Held): Promise<Reply> {
  const body = await buffer(request);
  if (held.failure !== undefined) return refusal(held.failure.status, held.failure.code);
  if (request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true)
    return refusal(403, 'AccessDenied');
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3.test');
  const [, bucket = '', ...rest] = pathname.split('/').map(decodeURIComponent);
  if (bucket !== held.bucket) return refusal(404, 'NoSuchBucket');
  const key = rest.join('/');
  if (request.method === 'PUT') return put(request, body, { ...held, key });
  if (request.method !== 'GET') return refusal(405, 'MethodNotAllowed');
  if (searchParams.get('list-type') === '2') return { status: 200, body: list(held, searchParams) };
  const found = held.objects.get(key);
  return found === undefined ? refusal(404, 'NoSuchKey') : { status: 200, body: found };
}

function put(
  { headers }: IncomingMessage,
  body: Buffer,
  { objects, key }: Held & { readonly key: string },
): Reply {
  const checksum = headers['x-amz-checksum-sha256'];
  if (checksum !== hash('sha256', body, 'base64')) return refusal(400, 'BadDigest');
  if (headers['if-none-match'] !== '*') return refusal(501, 'NotImplemented');
  if (objects.has(key)) return refusal(412, 'PreconditionFailed');
  objects.set(key, body);
  return { status: 200, body: '' };
}

function list({ objects }: Held, asked: URLSearchParams): string {
  const prefix = asked.get('prefix') ?? '';
  const after = asked.get('start-after') ?? '';
  const most = Number(asked.get('max-keys') ?? 1000);
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(prefix) && key > after)
    .toSorted();
  const isFolders = asked.get('delimiter') === '/';
  const folders = new Set(
    keys
      .map((key) => key.slice(prefix.length))
      .flatMap((rest) => rest.split('/').slice(0, -1)[0] ?? []),
  );
  const entries = isFolders
    ? [...folders].map(
        (name) => `<CommonPrefixes><Prefix>${prefix}${name}/</Prefix></CommonPrefixes>`,
      )
    : keys.slice(0, most).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  return `<?xml version="1.0"?><ListBucketResult>${entries.join('')}</ListBucketResult>`;
}

function refusal(status: number, code: string): Reply {
  return { status, body: `<?xml version="1.0"?><Error><Code>${code}</Code></Error>` };
}
