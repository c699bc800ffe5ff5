import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { IMPORT_MEDIA_TYPES } from '@wardkeep/contract';
import { splitNdjson } from '../../fhir/ndjson/index.ts';
import { Refusal, type SentRecords } from '../../gate/index.ts';
import { convertInThread } from './convert-in-thread.ts';
import {
  ENTRIES_MOST,
  fault,
  formatOf,
  readBundle,
  readLine,
  type Fault,
  type Sent,
  type SentEntry,
} from './sent-rules.ts';

const LINE_BYTES_MOST = 1024 * 1024;
const LINES_AT_ONCE = 250;
/** A file with more of them is not what it says that it is. */
const FAULTS_MOST = 1000;

/**
 * What came, as resources, in one of the formats of {@link IMPORT_MEDIA_TYPES}.
 * @throws {@link Refusal} `bad_media_type`, `not_json`, `too_deep`, `body_too_large`; `validation_failed` for what is a file
 * of another kind.
 */
export async function readSent(sent: SentRecords): Promise<Sent> {
  switch (formatOf(sent.mediaType)) {
    case 'bundle':
      return bundleOf(sent);
    case 'ndjson':
      return linesOf(sent);
    case 'ccda':
      return documentOf(sent);
    case undefined:
      throw new Refusal(
        'bad_media_type',
        `Send a FHIR Bundle, NDJSON or a C-CDA document: content-type ${Object.values(IMPORT_MEDIA_TYPES).flat().join(', ')}.`,
      );
  }
}

async function bundleOf({ stream, json }: SentRecords): Promise<Sent> {
  const bytes = await wholeOf(stream);
  const read = readBundle(json(bytes));
  if (read.kind === 'wrong') {
    const { path, message } = read;
    throw new Refusal('validation_failed', 'The file is no Bundle to import. Nothing was stored.', {
      errors: [{ path, message }],
    });
  }
  const { entries, faults } = read;
  return { format: 'bundle', entries, faults };
}

async function linesOf({ stream, json }: SentRecords): Promise<Sent> {
  const entries: SentEntry[] = [];
  const faults: Fault[] = [];
  for await (const line of splitNdjson(stream, LINE_BYTES_MOST)) {
    if (entries.length + faults.length >= ENTRIES_MOST) throw tooMany();
    if (faults.length > FAULTS_MOST) throw tooManyFaults();
    // Lines of one chunk come without a pause: others who ask are answered in between.
    if (line.number % LINES_AT_ONCE === 0) await setImmediate();
    const where = `line ${line.number}`;
    if (line.kind === 'refused') {
      faults.push(
        line.code === 'line_too_long'
          ? fault(where, 'too_large', 'must be at most 1 MiB: attach large content as a document')
          : fault(where, 'unreadable', 'is no UTF-8'),
      );
      continue;
    }
    const read = readLineText(line, json);
    if ('code' in read) faults.push(read);
    else entries.push(read);
  }
  return { format: 'ndjson', entries, faults };
}

function readLineText(
  { number, text }: { readonly number: number; readonly text: string },
  json: SentRecords['json'],
): SentEntry | Fault {
  try {
    return readLine(json(text), number);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fault(`line ${number}`, 'unreadable', error.message);
  }
}

async function documentOf({ stream }: SentRecords): Promise<Sent> {
  const original = await wholeOf(stream);
  const { resources, notTaken } = await convertInThread(original);
  if (resources.length > ENTRIES_MOST) throw tooMany();
  return {
    format: 'ccda',
    entries: resources.map((resource) => ({
      where: resource.resourceType,
      fullUrl: `urn:uuid:${resource.id ?? ''}`,
      resource,
    })),
    faults: notTaken.map(({ section, what, why }) =>
      fault(`section ${section}`, 'not_supported', `${what}: ${why}`),
    ),
    original,
  };
}

async function wholeOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // A `records` stream is one of bytes.
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function tooManyFaults(): Refusal {
  return new Refusal(
    'validation_failed',
    `More than ${FAULTS_MOST} lines can’t be read as FHIR resources. Nothing was stored; look whether the file is NDJSON.`,
  );
}

function tooMany(): Refusal {
  return new Refusal(
    'validation_failed',
    `One import takes at most ${ENTRIES_MOST} resources. Nothing was stored; send the rest in another file.`,
  );
}
