import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directoryBlobStore, type BlobStore } from '../../blobs/index.ts';
import { filledPerson, type FilledPerson } from '../../testing/filled-person.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { collectOrphans } from './index.ts';

let server: TestServer;
let blobs: BlobStore;
let person: FilledPerson;
beforeAll(async () => {
  server = await startTestServer();
  blobs = directoryBlobStore(path.join(server.directory.path, 'data', 'blobs'));
  person = await filledPerson(server, 'Kept');
});
afterAll(() => server.stop());

const DAY_MS = 24 * 3600_000;

test('what cut-off work left goes after a day, and nothing that a row names', async () => {
  const orphan = randomUUID();
  await blobs.put(orphan, Readable.from([Buffer.from('sealed')]));
  const { db } = server.database;
  const soon = new Date(Date.now() + DAY_MS - 60_000);
  expect(await collectOrphans(db, blobs, soon)).toEqual({ blobs: 0, pendingDocuments: 0 });
  const later = new Date(Date.now() + DAY_MS + 60_000);
  expect(await collectOrphans(db, blobs, later)).toEqual({ blobs: 1, pendingDocuments: 1 });
  expect(await blobs.length(orphan)).toBeUndefined();
  for (const { id, bytes } of person.documents) {
    const base = `/api/patients/${person.personId}/documents`;
    const read = await person.caller.get(`${base}/${id}/content`);
    expect(read.bytes.equals(bytes)).toBe(true);
  }
});
