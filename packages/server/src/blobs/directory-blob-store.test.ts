import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/index.ts';
import { directoryBlobStore, removeUnfinished, type BlobStore } from './index.ts';

const BLOB = 'aa000000-0000-4000-8000-000000000000';
const CUT_OFF = 'aa111111-0000-4000-8000-000000000000';

test('the start removes what cut-off uploads left, and nothing that is whole', async () => {
  const directory = await temporaryDirectory();
  const root = path.join(directory.path, 'blobs');
  const store = directoryBlobStore(root);
  await store.put(BLOB, Readable.from([Buffer.from('sealed')]));
  await mkdir(path.join(root, 'bb'));
  await writeFile(path.join(root, 'aa', `${CUT_OFF}.part`), 'half');
  await writeFile(path.join(root, 'bb', 'bb000000-0000-4000-8000-000000000000.part'), '');
  expect(await removeUnfinished(root)).toBe(2);
  expect((await readdir(root, { recursive: true })).toSorted()).toEqual(['aa', `aa/${BLOB}`, 'bb']);
  const chunks = await (await store.get(BLOB)).toArray();
  expect(Buffer.concat(chunks).toString()).toBe('sealed');
  await directory.remove();
});

test('a first start finds nothing to remove', async () => {
  const directory = await temporaryDirectory();
  expect(await removeUnfinished(path.join(directory.path, 'blobs'))).toBe(0);
  await directory.remove();
});

test('lists whole blobs only, and knows the length of one that is there', async () => {
  const directory = await temporaryDirectory();
  const root = path.join(directory.path, 'blobs');
  const store = directoryBlobStore(root);
  expect(await listOf(store)).toEqual([]);
  await store.put(BLOB, Readable.from([Buffer.from('sealed')]));
  await writeFile(path.join(root, 'aa', `${CUT_OFF}.part`), 'half');
  await mkdir(path.join(root, 'bb'));
  const listed = await listOf(store);
  expect(listed.map(({ blobId }) => blobId)).toEqual([BLOB]);
  expect(Math.abs(Date.now() - (listed[0]?.storedAt.getTime() ?? 0))).toBeLessThan(60_000);
  expect([await store.length(BLOB), await store.length(CUT_OFF)]).toEqual([6, undefined]);
  await directory.remove();
});

async function listOf(store: BlobStore) {
  const listed: { readonly blobId: string; readonly storedAt: Date }[] = [];
  for await (const blob of store.list()) listed.push(blob);
  return listed;
}
