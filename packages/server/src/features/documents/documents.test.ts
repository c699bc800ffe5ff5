import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PNG } from '../../testing/files.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

const base = (): string => `/api/patients/${patient.personId}/documents`;
async function create(caller = patient): Promise<string> {
  return (await caller.post(base(), { title: 'Letter', fileName: 'letter.pdf' })).json.documentId;
}
async function attach(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ readonly id: string; readonly answer: Answer }> {
  const id = await create();
  return { id, answer: await patient.put(`${base()}/${id}/content`, bytes) };
}
const pdf = (size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]));
const blobsDirectory = (): string => path.join(server.directory.path, 'data', 'blobs');
const blobFiles = (): string[] =>
  readdirSync(blobsDirectory(), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => path.join(each.parentPath, each.name));

describe('documents', () => {
  test('another patient gets, lists, replaces and deletes nothing', async () => {
    const { id } = await attach(PNG);
    const other = await server.signUp();
    const answers = [
      await other.get(`${base()}/${id}/content`),
      await other.get(base()),
      await other.put(`${base()}/${id}/content`, PNG),
      await other.delete(`${base()}/${id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await patient.get(`${base()}/${id}/content`)).bytes.equals(PNG)).toBe(true);
  });

  test.each([0, 1, 16_383, 16_384, 16_385, 5_000_000])(
    'a PDF of 9 + %i bytes comes back byte by byte',
    async (size) => {
      const bytes = pdf(size);
      const { id, answer } = await attach(bytes);
      expect(answer.json).toMatchObject({ mediaType: 'application/pdf', sizeBytes: bytes.length });
      const read = await patient.get(`${base()}/${id}/content`);
      expect(read.bytes.equals(bytes)).toBe(true);
      expect(read.headers.get('content-type')).toBe('application/pdf');
      expect(read.headers.get('cache-control')).toBe('no-store');
      expect(read.headers.get('content-security-policy')).toContain('sandbox');
    },
  );

  test('what is not a PDF or an image is refused, whatever it calls itself, and leaves no blob', async () => {
    const before = blobFiles().length;
    const { id, answer } = await attach(
      Uint8Array.from(Buffer.from('<html><script>alert(1)</script>'.repeat(100))),
    );
    expect([answer.status, answer.code]).toEqual([415, 'bad_media_type']);
    expect((await attach(new Uint8Array(0))).answer.status).toBe(415);
    expect(blobFiles()).toHaveLength(before);
    expect(
      (await patient.get(base())).json.documents.map(
        (each: { documentId: string }) => each.documentId,
      ),
    ).not.toContain(id);
  });

  test('an upload that is cut leaves nothing but its audit event', async () => {
    const id = await create();
    const before = blobFiles().length;
    const events = await server.countEvents({ action: 'document.upload', outcome: 'failed' });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `PUT ${base()}/${id}/content HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${patient.cookie}\r\n` +
        `wardkeep-csrf: ${patient.csrfToken}\r\ncontent-length: 1000000\r\n\r\n%PDF-1.7\n${'x'.repeat(100_000)}`,
    );
    await sleep(300);
    socket.destroy();
    await expect
      .poll(() => server.countEvents({ action: 'document.upload', outcome: 'failed' }), {
        timeout: 5000,
      })
      .toBe(events + 1);
    expect(blobFiles()).toHaveLength(before);
    expect(
      (await patient.put(`${base()}/${id}/content`, PNG)).status,
      'and can be tried again',
    ).toBe(200);
  });

  test('a page that hides a PDF header is refused; a file is saved under the ending of what it is', async () => {
    const page = Uint8Array.from(Buffer.from('<!doctype html><script>alert(1)</script>%PDF-1.4'));
    expect((await attach(page)).answer.code).toBe('bad_media_type');
    const { documentId } = (await patient.post(base(), { title: 'x', fileName: 'evil\ud800.html' }))
      .json;
    await patient.put(`${base()}/${documentId}/content`, PNG);
    const read = await patient.get(`${base()}/${String(documentId).toUpperCase()}/content`);
    expect([read.status, read.headers.get('content-disposition')]).toEqual([
      200,
      "inline; filename*=UTF-8''evil%EF%BF%BD.html.png",
    ]);
  });

  test('a document takes its file once', async () => {
    const { id } = await attach(PNG);
    expect((await patient.put(`${base()}/${id}/content`, pdf(10))).status).toBe(404);
    expect((await patient.get(`${base()}/${id}/content`)).bytes.equals(PNG)).toBe(true);
  });

  test('a deleted document is gone, and its blob with it', async () => {
    const before = blobFiles().length;
    const { id } = await attach(PNG);
    expect((await patient.delete(`${base()}/${id}`)).status).toBe(204);
    expect((await patient.get(`${base()}/${id}/content`)).status).toBe(404);
    expect(blobFiles()).toHaveLength(before);
  });

  test('a blob that was altered or cut short breaks off: nothing past the fault leaves', async () => {
    const known = new Set(blobFiles());
    const bytes = pdf(100_000);
    const { id } = await attach(bytes);
    const [file = ''] = blobFiles().filter((each) => !known.has(each));
    const sealed = readFileSync(file);
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(50_000) ^ 1, 50_000);
    writeFileSync(file, altered);
    await expect(patient.get(`${base()}/${id}/content`)).rejects.toThrow();
    writeFileSync(file, sealed);
    truncateSync(file, sealed.length - 20);
    await expect(patient.get(`${base()}/${id}/content`)).rejects.toThrow();
  });

  test('a blob put in another file’s place does not open', async () => {
    const known = new Set(blobFiles());
    await attach(pdf(1000));
    const [first = ''] = blobFiles().filter((each) => !known.has(each));
    known.add(first);
    const { id } = await attach(pdf(1000));
    const [second = ''] = blobFiles().filter((each) => !known.has(each));
    writeFileSync(second, readFileSync(first));
    const answer = await patient.get(`${base()}/${id}/content`);
    expect([answer.status, answer.code]).toEqual([500, 'internal']);
  });
});
