import { importRecords as endpoint, type ImportMode } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { importRoute, type Route } from '../../gate/index.ts';
import { keepOriginal } from './keep-original.ts';
import { readSent } from './read-sent.ts';
import type { Sent } from './sent-rules.ts';
import { takeRecords, type Taking } from './take-records.ts';

/** For the page and the command line: the same file again changes nothing. */
export function importRecords(blobs: BlobStore): Route {
  return importRoute<typeof endpoint, Sent>({
    endpoint,
    named: ({ params }) => params.patientId,
    receive: (sent) => readSent(sent),
    person: async (_facts, { params }) => params.patientId,
    handle: async (scope, { query, onProgress }, sent) => {
      const report = await takeRecords(scope, sent, takingOf(query, sent, onProgress));
      return { ...report, documentId: await keepOriginal(scope, blobs, { sent, report }) };
    },
  });
}

/** What of a file is right is stored; but of a Bundle all or nothing, which is what its sender counts on. */
export function takingOf(
  {
    mode,
    revive,
  }: { readonly mode?: ImportMode | undefined; readonly revive?: string | undefined },
  { format }: Sent,
  onProgress: Taking['onProgress'],
): Taking {
  const byFormat = format === 'bundle' ? 'strict' : 'lenient';
  return { mode: mode ?? byFormat, revive: revive === 'true', onProgress };
}
