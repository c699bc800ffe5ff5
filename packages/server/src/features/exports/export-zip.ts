import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { ZipFile } from 'yazl';
import { exportZip as endpoint } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { phiRoute, type BytesReply, type Route, type SeenRecord } from '../../gate/index.ts';
import { listStored, openDocument } from '../documents/index.ts';
import { wholeChart } from './whole-chart.ts';

/** Records by type, and files as they were uploaded; each file is opened when its turn comes. */
export function exportZip(blobs: BlobStore): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope) => {
      const { records } = await wholeChart(scope);
      const files: BytesReply[] = [];
      if (scope.view.mayRead('DocumentReference'))
        for (const { documentId } of await listStored(scope.tx, scope.personId))
          files.push(await openDocument(scope, blobs, documentId));
      const byType = linesByType(records);
      const { now } = scope;
      return {
        mediaType: 'application/zip',
        fileName: 'chart.zip',
        length: null,
        chunks: () => zipped(byType, files, now),
      };
    },
  });
}

function linesByType(records: readonly SeenRecord[]): ReadonlyMap<string, readonly string[]> {
  const byType = new Map<string, string[]>();
  for (const { resource } of records) {
    const lines = byType.get(resource.resourceType) ?? [];
    lines.push(`${JSON.stringify(resource)}\n`);
    byType.set(resource.resourceType, lines);
  }
  return byType;
}

async function* zipped(
  byType: ReadonlyMap<string, readonly string[]>,
  files: readonly BytesReply[],
  at: Date,
): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const out = new PassThrough();
  pipeline(zip.outputStream as Readable, out, () => undefined); // typed as less than it is
  zip.on('error', (error) => out.destroy(error instanceof Error ? error : undefined));
  const entry = (path: string, chunks: () => AsyncIterable<Buffer> | Iterable<string>): void => {
    // One at a time: nothing is opened before its turn.
    zip.addReadStreamLazy(path, { mtime: at, mode: 0o100_600 }, (got) => {
      const stream = Readable.from(chunks(), { objectMode: false });
      // A file that was altered breaks the archive off: what is left of it must not look whole.
      stream.on('error', (error) => out.destroy(error));
      got(null, stream);
    });
  };
  for (const [type, lines] of byType) entry(`fhir/${type}.ndjson`, () => lines);
  files.forEach((file, index) => {
    entry(`files/${index + 1}-${nameInZip(file.fileName)}`, () => file.chunks());
  });
  zip.end();
  try {
    for await (const chunk of out as AsyncIterable<Buffer>) yield chunk; // a stream of bytes, not of objects
  } finally {
    // Whoever goes away leaves nothing open.
    out.destroy();
  }
}

/** A name that no file system takes for a path, or refuses. */
function nameInZip(fileName: string): string {
  const name = fileName
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_')
    .replace(/^\.+/, '_')
    .slice(-120);
  return name === '' ? 'file' : name;
}
