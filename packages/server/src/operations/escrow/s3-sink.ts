import type { Readable } from 'node:stream';
import type * as S3 from '@aws-sdk/client-s3';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { EscrowSettings } from '../../config/proof-settings.ts';
import { EscrowError, type EscrowErrorCode } from './escrow-error.ts';
import {
  LONGEST_NOTE,
  TOO_LONG,
  keptNotes,
  noteName,
  sizeOfName,
  type NoteStore,
} from './kept-notes.ts';
import { patiently } from './patience.ts';

export type S3Settings = NonNullable<EscrowSettings['s3']>;
type Sdk = typeof S3;
/** Who we are and the region are the SDK's own business: its environment variables, files and roles. */
export type S3Access = Pick<S3ClientConfig, 'region' | 'credentials'>;

/** Long enough for the fifty questions of `greatest` to the other side of the world. */
const WAIT_MS = 30_000;

/**
 * A bucket, best one with Object Lock: its own default retention keeps each object, whoever has this server's rights.
 * Nothing is overwritten (`If-None-Match: *`), nothing deleted.
 */
export function s3Sink(settings: S3Settings, access: S3Access = {}, waitMs = WAIT_MS) {
  const { bucket, prefix } = settings;
  return keptNotes('s3', `s3://${bucket}/${prefix}`, patiently(s3Notes(settings, access), waitMs));
}

function s3Notes(settings: S3Settings, access: S3Access): NoteStore {
  let opened: Promise<Bucket> | undefined;
  const bucket = (): Promise<Bucket> =>
    (opened ??= openBucket(settings, access).catch((error: unknown) => {
      opened = undefined; // It may be installed, or given rights, by the next time.
      throw error;
    }));
  return {
    putNew: async (name, text) => putNew(await bucket(), name, text),
    get: async (name) => get(await bucket(), name),
    folders: async (folder) => folders(await bucket(), folder),
    greatest: async (folder) => greatest(await bucket(), folder),
    nearest: async (folder, sizes) => {
      const at = await bucket();
      const found = await Promise.all(sizes.map((size) => firstAfter(at, folder, size - 1)));
      return found.filter((size) => size !== undefined);
    },
    // A thousand a question, and nothing that could be asked instead.
    count: () => Promise.resolve(undefined),
    sizes: async function* (folder) {
      for (let after = ''; ;) {
        const names = await namesAfter(await bucket(), folder, { after, most: 1000 });
        for (const name of names) {
          const size = sizeOfName(name);
          if (size !== undefined) yield size;
        }
        after = names.at(-1) ?? '';
        if (after === '') return;
      }
    },
  };
}

interface Bucket {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

async function openBucket(settings: S3Settings, access: S3Access): Promise<Bucket> {
  const sdk = await loadSdk();
  const { bucket, prefix, endpoint } = settings;
  const client = new sdk.S3Client({
    ...access,
    // What speaks S3 elsewhere seldom has a name for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: 2,
    // Each put carries its SHA-256; the SDK's own checksums are what others' storage does not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { sdk, client, bucket, prefix };
}

async function loadSdk(): Promise<Sdk> {
  try {
    return await import('@aws-sdk/client-s3');
  } catch (cause) {
    throw new EscrowError('not_installed', { cause });
  }
}

async function putNew(at: Bucket, name: string, text: string): Promise<void> {
  const { sdk, client, bucket, prefix } = at;
  const command = new sdk.PutObjectCommand({
    Bucket: bucket,
    Key: prefix + name,
    Body: Buffer.from(text),
    ContentType: 'text/plain; charset=utf-8',
    IfNoneMatch: '*',
    ChecksumAlgorithm: 'SHA256',
  });
  try {
    await client.send(command);
  } catch (error) {
    if (statusOf(error) !== 412) throw toldAs(error);
    if ((await get(at, name)) !== text) throw new EscrowError('conflict');
  }
}

async function get(
  { sdk, client, bucket, prefix }: Bucket,
  name: string,
): Promise<string | undefined> {
  try {
    const command = new sdk.GetObjectCommand({ Bucket: bucket, Key: prefix + name });
    const { Body: body } = await client.send(command);
    // As Node's fetching gives it; the SDK's type is also that of browsers.
    return body === undefined ? undefined : await textOf(body as Readable);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw toldAs(error);
  }
}

/** Read no further than a note can go: storage may say another length than it sends, or none. */
async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const pieces = body as AsyncIterable<Buffer>; // nobody has set an encoding
  for await (const chunk of pieces) {
    length += chunk.length;
    if (length > LONGEST_NOTE) return TOO_LONG; // which ends the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function folders(at: Bucket, folder: string): Promise<readonly string[]> {
  const { sdk, client, bucket, prefix } = at;
  const within = `${prefix}${folder}/`;
  const command = new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: within, Delimiter: '/' });
  // One page: a thousand logs are a thousand years.
  const { CommonPrefixes: found = [] } = await asked(client.send(command));
  return found.map(({ Prefix: whole = '' }) => whole.slice(within.length, -1));
}

/**
 * A bucket lists from the smallest name on, a thousand at a time. Since it can be asked what comes after a name, the
 * greatest is found by halves: some fifty short questions, however many there are.
 */
async function greatest(at: Bucket, folder: string): Promise<number | undefined> {
  const first = await firstAfter(at, folder, -1);
  if (first === undefined) return undefined;
  let [low, high] = [first, Number.MAX_SAFE_INTEGER];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const next = await firstAfter(at, folder, middle);
    if (next === undefined) high = middle;
    else low = next;
  }
  return low;
}

/** Names that are none of ours are stepped over. */
async function firstAfter(at: Bucket, folder: string, size: number): Promise<number | undefined> {
  for (let after = size < 0 ? '' : noteName(size); ;) {
    const [name] = await namesAfter(at, folder, { after, most: 1 });
    if (name === undefined) return undefined;
    const found = sizeOfName(name);
    if (found !== undefined) return found;
    after = name;
  }
}

async function namesAfter(
  { sdk, client, bucket, prefix }: Bucket,
  folder: string,
  { after, most }: { readonly after: string; readonly most: number },
): Promise<readonly string[]> {
  const within = `${prefix}${folder}/`;
  const command = new sdk.ListObjectsV2Command({
    Bucket: bucket,
    Prefix: within,
    StartAfter: within + after,
    MaxKeys: most,
  });
  const { Contents: found = [] } = await asked(client.send(command));
  return found.map(({ Key: key = '' }) => key.slice(within.length));
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw toldAs(error);
  }
}

const NO_IDENTITY = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function toldAs(cause: unknown): EscrowError {
  if (cause instanceof EscrowError) return cause;
  const name = cause instanceof Error ? cause.name : '';
  return new EscrowError(codeOf(name, statusOf(cause)), { cause });
}

function codeOf(name: string, status: number): EscrowErrorCode {
  if (NO_IDENTITY.has(name) || status === 401 || status === 403) return 'denied';
  if (name === 'NoSuchBucket' || status === 404) return 'missing';
  return 'unreachable';
}

function statusOf(error: unknown): number {
  const metadata =
    typeof error === 'object' && error !== null && '$metadata' in error
      ? error.$metadata
      : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? Number(metadata.httpStatusCode)
    : 0;
}
