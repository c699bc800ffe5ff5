import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { queries } from '../../db/queries.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { valid } from '../../testing/valid-resource.ts';
import { faultsOf } from './fhir-validity.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

const imports = (): string => `/api/patients/${patient.personId}/imports`;
const entry = (resource: object): object => ({ resource, request: { method: 'POST', url: 'X' } });
const bundleOf = (...resources: object[]): object => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map(entry),
});

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const BAD: readonly {
  readonly title: string;
  readonly body: string | object;
  readonly code: string;
  readonly says?: string;
}[] = [
  { title: 'not JSON', body: '{"resourceType":', code: 'not_json' },
  { title: 'an empty body', body: '', code: 'not_json' },
  { title: 'JSON that is no object', body: '[1]', code: 'validation_failed' },
  { title: 'JSON of 100,000 levels', body: nested(100_000), code: 'too_deep', says: '100 levels' },
  {
    title: 'a Bundle of 100,000 levels inside',
    body: `{"resourceType":"Bundle","type":"transaction","entry":${nested(100_000)}}`,
    code: 'too_deep',
  },
  {
    title: 'brackets hidden in a string do not count as levels',
    body: JSON.stringify({ resourceType: '['.repeat(500) }),
    code: 'validation_failed',
  },
  {
    title: 'something that is no Bundle',
    body: { resourceType: 'Patient' },
    code: 'validation_failed',
    says: 'Bundle',
  },
  {
    title: 'a Bundle of the wrong type',
    body: { resourceType: 'Bundle', type: 'message', entry: [] },
    code: 'validation_failed',
    says: 'transaction',
  },
  {
    title: 'a Bundle without entries',
    body: { resourceType: 'Bundle', type: 'transaction' },
    code: 'validation_failed',
    says: 'entry',
  },
  {
    title: 'an unknown resource type',
    body: bundleOf({ resourceType: 'Patiant' }),
    code: 'validation_failed',
    says: 'entry[0].resource.resourceType',
  },
  {
    title: 'an entry that is null',
    body: { resourceType: 'Bundle', type: 'transaction', entry: [null] },
    code: 'validation_failed',
    says: 'entry[0]',
  },
  {
    title: 'two Patients',
    body: bundleOf({ resourceType: 'Patient' }, { resourceType: 'Patient' }),
    code: 'validation_failed',
    says: 'second Patient',
  },
  {
    title: 'a reference that leads nowhere',
    body: bundleOf({
      resourceType: 'Condition',
      subject: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000000' },
    }),
    code: 'unresolved_reference',
    says: 'entry[0].resource.subject.reference',
  },
  {
    title: 'a reference to a record of nobody here',
    body: bundleOf({
      resourceType: 'Condition',
      subject: { reference: 'Patient/00000000-0000-4000-8000-000000000000' },
    }),
    code: 'unresolved_reference',
  },
  {
    title: 'a number that JSON can’t write again',
    body: JSON.stringify(
      bundleOf({ resourceType: 'Observation', component: [{ valueQuantity: { value: 0 } }] }),
    ).replace('"value":0', '"value":-1e400'),
    code: 'validation_failed',
    says: '"entry[0].resource.component[0].valueQuantity.value","message":"must be a finite number"',
  },
  {
    title: 'a resource over 1 MiB',
    body: bundleOf(
      valid('Basic'),
      // Each of them may be as long as this; all together are too much.
      valid('Basic', { code: { coding: [1, 2].map(() => ({ display: 'x'.repeat(550 * 1024) })) } }),
    ),
    code: 'validation_failed',
    says: '"entry[1].resource","message":"must be at most 1 MiB: attach large content as a document"',
  },
  {
    title: 'a method that is not supported',
    body: {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: { resourceType: 'Basic' }, request: { method: 'DELETE', url: 'Basic/1' } },
      ],
    },
    code: 'not_supported',
    says: 'entry[0].request.method',
  },
];

describe('bad input', () => {
  test.each(BAD)('$title: refused clearly, and nothing is stored', async ({ body, code, says }) => {
    const answer = await patient.post(imports(), body);
    expect(
      [answer.status >= 400 && answer.status < 500, answer.code],
      answer.text.slice(0, 300),
    ).toEqual([true, code]);
    if (says !== undefined) expect(answer.text).toContain(says);
    expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
    expect(await storedRecords()).toBe(0);
  });

  test('an error never repeats a value that was sent', async () => {
    const answer = await patient.post(
      imports(),
      bundleOf({ resourceType: 'Canary-Value', note: 'Canary-Note' }),
    );
    expect(answer.text).not.toContain('Canary');
    const notJson = await patient.post(imports(), '{"name": "Canary-Value" oops}');
    expect(notJson.text).not.toContain('Canary');
  });

  test('100 MB: refused with the limit, and the server goes on', async () => {
    const body = JSON.stringify({
      resourceType: 'Bundle',
      type: 'transaction',
      note: 'x'.repeat(100 * 1024 * 1024),
    });
    const answer = await patient.post(imports(), body).catch((error: unknown) => error);
    // The server stops reading; a client still sending may see the answer or a closed connection.
    if (!(answer instanceof Error))
      expect(answer).toMatchObject({ status: 413, code: 'body_too_large' });
    expect((await server.stranger().get('/healthz')).status).toBe(200);
    expect(await storedRecords()).toBe(0);
  });

  test('bytes that are not UTF-8 are refused', async () => {
    const body = Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
    const answer = await patient.send('POST', imports(), {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.code).toBe('not_json');
  });

  test('a member named __proto__ is refused, and changes nothing', async () => {
    const body =
      '{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Basic"},"resource":{"resourceType":"Basic","code":{"text":"x"},"__proto__":{"polluted":true}}}]}';
    const guest = await server.signUp();
    // FHIR knows no member of this name.
    expect((await guest.post('/fhir/R4', body)).status).toBe(422);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const naughty = sharedData('bad-input/naughty-strings');
  test.skipIf(naughty === undefined)(
    'names of naughty strings come back letter by letter (needs ../shared/data)',
    async () => {
      const file = path.join(naughty ?? '', 'blns.json');
      const all = (JSON.parse(readFileSync(file, 'utf8')) as string[]).concat(
        '\ud800',
        '\u0000',
        '\u202eevil',
      );
      // What FHIR takes for a string; the others are refused.
      const names = all.filter(
        (text) => faultsOf(valid('Basic', { code: { text } }), 'x').length === 0,
      );
      expect(names.length).toBeGreaterThan(all.length * 0.8);
      const guest = await server.signUp();
      const basics = names.map((text) => ({ resourceType: 'Basic', code: { text } }));
      const reply = await guest.post('/fhir/R4', onePatientBundle('Naughty', basics));
      expect(reply.status, reply.text.slice(0, 300)).toBe(200);
      const locations: string[] = reply.json.entry
        .slice(2)
        .map((each: { response: { location: string } }) => each.response.location);
      for (const [index, location] of locations.entries()) {
        const read = await guest.get(`/fhir/R4/${location.split('/_history')[0]}`);
        expect(read.json.code.text).toBe(names[index]);
      }
    },
  );
});

async function storedRecords(): Promise<number> {
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('resource_history')
      .select('resource_id')
      .where('owner_id', '=', patient.personId)
      .execute(),
  );
  return rows.length;
}
