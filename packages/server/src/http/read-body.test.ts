import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { readJson } from './read-body.ts';

const read = (text: string) => readJson(Readable.from([Buffer.from(text)]), 64 * 1024 * 1024);

describe('a JSON body', () => {
  test('of too many values is refused before anything is built from it', async () => {
    const body = await read(`[${'{},'.repeat(20_000_000)}{}]`);
    expect(body).toMatchObject({ fault: { code: 'body_too_large' } });
  });

  test('counts no bracket and no comma inside a string', async () => {
    expect(await read(JSON.stringify({ text: '[,'.repeat(3_000_000) }))).toHaveProperty('value');
  });
});

describe('a large body', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  test('is not read for a made-up link, an ended session or a role that could never', async () => {
    const patient = await server.signUp();
    const imports = `/api/patients/${patient.personId}/imports`;
    // Not even JSON: whoever is refused for something else was refused before it was read.
    const link = `Wardkeep-Share ${Buffer.alloc(32, 1).toString('base64url')}`;
    expect((await server.stranger().post(imports, 'not json', { authorization: link })).code).toBe(
      'not_signed_in',
    );
    expect((await server.admin.post(imports, 'not json')).code).toBe('forbidden');
    const { cookie, csrfToken } = patient;
    await patient.delete('/api/sessions/current');
    const ended = await server
      .stranger()
      .post(imports, 'not json', { cookie, 'wardkeep-csrf': csrfToken });
    expect(ended.code).toBe('not_signed_in');
  });
});
