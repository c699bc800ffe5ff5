import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { validateResource } from '../../fhir/validate/index.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import type { AnyJson } from '../../testing/any-json.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  patient = await server.signUp();
});

const SYSTEM = 'https://example.test/ids';
const basic = (value: string, more: object = {}) => ({
  resourceType: 'Basic',
  identifier: [{ system: SYSTEM, value }],
  code: { text: value },
  ...more,
});
const entry = (method: string, url: string, resource?: object, more: object = {}) => ({
  ...(resource === undefined ? {} : { resource }),
  request: { method, url, ...more },
});
const bundle = (type: 'transaction' | 'batch', ...entries: readonly object[]) => ({
  resourceType: 'Bundle',
  type,
  entry: entries,
});
const send = (
  type: 'transaction' | 'batch',
  entries: readonly object[],
  caller: TestCaller = patient,
): Promise<Answer> => caller.post('/fhir/R4', bundle(type, ...entries));
const statuses = ({ json }: Answer): string[] =>
  json.entry.map((each: AnyJson) => each.response.status.slice(0, 3));
const basics = async (caller = patient): Promise<readonly AnyJson[]> =>
  (await caller.get('/fhir/R4/Basic?_sort=_id')).json.entry.map((each: AnyJson) => each.resource);

describe('a conditional create', () => {
  const create = (value: string, condition: string, caller = patient): Promise<Answer> =>
    caller.post('/fhir/R4/Basic', basic(value), { 'if-none-exist': condition });

  test('makes what is not there, once', async () => {
    const condition = `identifier=${SYSTEM}|a`;
    const first = await create('a', condition);
    const second = await create('a', condition);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.json).toEqual(first.json);
    expect(second.headers.get('etag')).toBe('W/"1"');
    expect(await basics()).toHaveLength(1);
  });

  test('of many at the same time makes one', async () => {
    const condition = `identifier=${SYSTEM}|a`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => create('a', condition)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
  });

  test('is refused where it means several, or nothing', async () => {
    await create('a', 'identifier=x');
    await create('a', 'identifier=x');
    expect((await create('a', 'identifier=a')).code).toBe('precondition_failed');
    expect((await create('a', '')).code).toBe('validation_failed');
    expect((await create('a', 'unheard-of=a')).code).toBe('validation_failed');
    expect(await basics()).toHaveLength(2);
  });

  test('finds only what the caller may see, and only in this chart', async () => {
    const provider = await server.join('provider');
    await giveGrant(server, {
      patientId: patient.personId,
      granteeId: provider.personId,
      kind: 'consent',
      terms: { kinds: ['other'], sensitivities: [], mayWrite: true, mayShare: false },
    });
    const HIV = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };
    const subject = { reference: `Patient/${patient.personId}` };
    await patient.post('/fhir/R4/Basic', basic('a', { subject, meta: { security: [HIV] } }));
    const asSeen = await provider.post('/fhir/R4/Basic', basic('a', { subject }), {
      'if-none-exist': `identifier=${SYSTEM}|a`,
    });
    expect(asSeen.status).toBe(201);
    const guest = await server.signUp();
    expect((await create('a', `identifier=${SYSTEM}|a`, guest)).status).toBe(201);
  });
});

describe('a conditional change', () => {
  const put = (query: string, body: object): Promise<Answer> =>
    patient.send('PUT', `/fhir/R4/Basic?${query}`, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/fhir+json' },
    });

  test('changes the one that it finds, or makes it', async () => {
    const made = await put('identifier=a', basic('a'));
    const changed = await put('identifier=a', basic('a', { code: { text: 'b' } }));
    expect([made.status, changed.status, changed.json.id]).toEqual([201, 200, made.json.id]);
    expect((await put('identifier=c', basic('c', { id: randomUUID() }))).status).toBe(422);
    const gone = await patient.send('DELETE', '/fhir/R4/Basic?identifier=a', {});
    const again = await patient.send('DELETE', '/fhir/R4/Basic?identifier=a', {});
    expect([gone.status, again.status, await basics()]).toEqual([204, 204, []]);
    expect((await patient.send('DELETE', '/fhir/R4/Basic', {})).status).toBe(422);
  });
});

describe('a transaction', () => {
  test('does all that HTTP does, in FHIR’s order, and answers in the order of its entries', async () => {
    const [a, b, c] = [
      (await patient.post('/fhir/R4/Basic', basic('a'))).json,
      (await patient.post('/fhir/R4/Basic', basic('b'))).json,
      (await patient.post('/fhir/R4/Basic', basic('c'))).json,
    ];
    const data = Buffer.from(
      JSON.stringify([{ op: 'replace', path: '/code/text', value: 'patched' }]),
    ).toString('base64');
    const answer = await send('transaction', [
      entry('GET', `Basic/${b.id}`),
      entry('GET', 'Basic?identifier=d'),
      entry('PUT', `Basic/${b.id}`, { ...b, code: { text: 'changed' } }, { ifMatch: 'W/"1"' }),
      entry('PATCH', `Basic/${c.id}`, {
        resourceType: 'Binary',
        contentType: 'application/json-patch+json',
        data,
      }),
      entry('POST', 'Basic', basic('d')),
      entry('DELETE', `Basic/${a.id}`),
      entry('DELETE', 'Basic?identifier=nobody'),
    ]);
    expect([answer.status, answer.text.slice(0, 300)]).toMatchObject([200, {}]);
    expect(answer.json.type).toBe('transaction-response');
    expect(statuses(answer)).toEqual(['200', '200', '200', '200', '201', '204', '204']);
    expect(answer.json.entry[0].resource.code.text).toBe('changed');
    expect(answer.json.entry[1].resource.total).toBe(1);
    expect(answer.json.entry[4].response).toMatchObject({ etag: 'W/"1"' });
    expect((await basics()).map(({ code }) => String(code.text)).toSorted()).toEqual([
      'changed',
      'd',
      'patched',
    ]);
  });

  test('is whole or nothing', async () => {
    const a = (await patient.post('/fhir/R4/Basic', basic('a'))).json;
    const wrongs = [
      entry('PUT', `Basic/${a.id}`, a, { ifMatch: 'W/"7"' }),
      entry('PUT', `Basic/${randomUUID()}`, basic('x')),
      entry('DELETE', `Basic/${randomUUID()}`),
      entry('GET', `Basic/${randomUUID()}`),
      entry('POST', 'Basic', { resourceType: 'Basic' }),
      entry('POST', 'Basic', basic('x', { subject: { reference: `Group/${randomUUID()}` } })),
      entry('POST', 'Basic', basic('x', { author: { reference: 'Practitioner?identifier=x' } })),
      entry('MERGE', 'Basic', basic('x')),
      entry('POST', 'Nothing', basic('x')),
    ];
    for (const wrong of wrongs) {
      const answer = await send('transaction', [
        entry('POST', 'Basic', basic('new')),
        entry('DELETE', `Basic/${a.id}`),
        wrong,
      ]);
      expect([answer.status >= 400 && answer.status < 500, answer.text], answer.text).toMatchObject(
        [true, expect.stringContaining('entry[')],
      );
      expect((await basics()).map(({ id }) => id)).toEqual([a.id]);
    }
  });

  test('resolves references by fullUrl, and by search, also of what it makes itself', async () => {
    const practitioner = { resourceType: 'Practitioner', identifier: [{ value: 'dr' }] };
    const answer = await send('transaction', [
      {
        fullUrl: 'urn:uuid:50000000-0000-4000-8000-000000000001',
        ...entry('POST', 'Practitioner', practitioner),
      },
      entry(
        'POST',
        'Basic',
        basic('x', { author: { reference: 'urn:uuid:50000000-0000-4000-8000-000000000001' } }),
      ),
      entry('POST', 'Basic', basic('y', { author: { reference: 'Practitioner?identifier=dr' } })),
    ]);
    expect(statuses(answer)).toEqual(['201', '201', '201']);
    const later = await send('transaction', [
      entry('POST', 'Basic', basic('z', { author: { reference: 'Practitioner?identifier=dr' } })),
    ]);
    expect(statuses(later)).toEqual(['201']);
    const authors = new Set((await basics()).map(({ author }) => author.reference));
    expect([...authors]).toEqual([expect.stringMatching(/^Practitioner\/[0-9a-f-]{36}$/)]);
  });

  test('that means one record twice is refused', async () => {
    const a = (await patient.post('/fhir/R4/Basic', basic('a'))).json;
    const answer = await send('transaction', [
      entry('PUT', `Basic/${a.id}`, a),
      entry('DELETE', 'Basic?identifier=a'),
    ]);
    expect([answer.status, answer.text]).toMatchObject([422, expect.stringContaining('entry[1]')]);
  });

  test('gives back what it wrote, where that is asked for', async () => {
    const answer = await patient.post(
      '/fhir/R4',
      bundle('transaction', entry('POST', 'Basic', basic('a'))),
      { prefer: 'return=representation' },
    );
    expect(answer.json.entry[0]).toMatchObject({ resource: { code: { text: 'a' } } });
  });

  test('that names several patients is refused in words, and a batch takes each its own way', async () => {
    const provider = await server.join('provider');
    const second = await server.signUp();
    for (const { personId } of [patient, second])
      await giveGrant(server, {
        patientId: personId,
        granteeId: provider.personId,
        kind: 'consent',
        terms: { kinds: ['other'], sensitivities: [], mayWrite: true, mayShare: false },
      });
    const about = ({ personId }: TestCaller) =>
      entry('POST', 'Basic', basic('x', { subject: { reference: `Patient/${personId}` } }));
    const refused = await send('transaction', [about(patient), about(second)], provider);
    expect([refused.status, refused.code]).toEqual([422, 'validation_failed']);
    expect(refused.json.issue[1]).toMatchObject({
      code: 'not-supported',
      expression: ['entry[1].resource'],
    });
    expect(refused.text).toContain('names several patients');
    const each = await send('batch', [about(patient), about(second)], provider);
    expect(statuses(each)).toEqual(['201', '201']);
    expect([await basics(), await basics(second)].map((list) => list.length)).toEqual([1, 1]);
  });

  test('with nothing in it does nothing', async () => {
    expect((await send('transaction', [])).json).toMatchObject({ entry: [] });
  });
});

describe('a FHIRPath Patch', () => {
  const operations = { resourceType: 'Parameters', parameter: [{ name: 'operation' }] };

  test('is refused in words, wherever it is sent', async () => {
    const { id } = (await patient.post('/fhir/R4/Basic', basic('a'))).json;
    const patch = entry('PATCH', `Basic/${id}`, operations);
    const whole = await send('transaction', [patch]);
    const [alone] = (await send('batch', [patch])).json.entry;
    expect([whole.status, alone.response.status]).toEqual([422, '422']);
    for (const outcome of [whole.json, alone.response.outcome]) {
      expect(outcome.issue.at(-1)).toMatchObject({
        code: 'not-supported',
        diagnostics: expect.stringContaining('send a JSON Patch'),
      });
    }
    const sent = await patient.send('PATCH', `/fhir/R4/Basic/${id}`, {
      body: JSON.stringify(operations),
      headers: { 'content-type': 'application/fhir+json' },
    });
    expect([sent.status, sent.text]).toEqual([
      415,
      expect.stringContaining('application/json-patch+json'),
    ]);
    expect(await basics()).toMatchObject([{ meta: { versionId: '1' } }]);
  });
});

describe('a batch', () => {
  test('by who may not is refused whole', async () => {
    const list = [entry('POST', 'Basic', basic('a'))];
    expect((await send('batch', list, server.stranger())).status).toBe(401);
    expect((await send('batch', list, server.admin)).status).toBe(403);
  });

  test('is as many requests: none fails another, and each is on record', async () => {
    const a = (await patient.post('/fhir/R4/Basic', basic('a'))).json;
    const b = (await patient.post('/fhir/R4/Basic', basic('b'))).json;
    const counted = async () => [
      await server.countEvents({ action: 'record.create', outcome: 'success' }),
      await server.countEvents({ action: 'record.create', outcome: 'refused' }),
      await server.countEvents({ action: 'record.delete', outcome: 'success' }),
    ];
    const [made = 0, refused = 0, deleted = 0] = await counted();
    const answer = await send('batch', [
      entry('POST', 'Basic', basic('c')),
      entry('POST', 'Basic', { resourceType: 'Basic' }),
      entry('PUT', `Basic/${a.id}`, a, { ifMatch: 'W/"9"' }),
      entry('GET', `Basic/${b.id}`),
      entry('GET', `Basic/${randomUUID()}`),
      entry('DELETE', `Basic/${b.id}`),
      entry('POST', 'Basic', basic('c'), { ifNoneExist: 'identifier=c' }),
      entry('GET', 'Basic?identifier=c'),
      entry('POST', `$everything`),
      {},
    ]);
    expect(answer.json.type).toBe('batch-response');
    expect(statuses(answer)).toEqual([
      '201',
      '422',
      '412',
      '200',
      '404',
      '204',
      '200',
      '200',
      '404',
      '422',
    ]);
    expect(answer.json.entry[1].response.outcome.resourceType).toBe('OperationOutcome');
    expect(answer.json.entry[3].resource.id).toBe(b.id);
    expect(answer.json.entry[7].resource.total).toBe(1);
    expect(await counted()).toEqual([made + 2, refused + 2, deleted + 1]);
  });

  test('may be about several people, each as far as the caller may', async () => {
    const stranger = await server.signUp();
    const answer = await send('batch', [
      entry('GET', `Basic?patient=${patient.personId}`),
      entry('GET', `Basic?patient=${stranger.personId}`),
    ]);
    expect(statuses(answer)).toEqual(['200', '404']);
  });

  test('of more than a thousand entries is refused', async () => {
    const many = Array.from({ length: 1001 }, () => entry('GET', 'Basic'));
    expect((await send('batch', many)).code).toBe('validation_failed');
  });
});

/** Of another server's tests; the file name says what it is about, and the words what it comes to here. */
const OTHERS: readonly (readonly [file: string, words: string, codes: readonly string[]])[] = [
  [
    'BatchWithConditionalUpdateByIdentifier',
    'a system is never empty',
    ['422', '422', '422', '422'],
  ],
  ['FhirPatch', 'nobody chooses ids here, and a patch is a JSON Patch', ['404', '422', '422']],
  ['MissingIdentifier', 'an id is missing', ['404']],
  ['TransactionForRollBackWithDelete', 'an id is not the address’s', ['validation_failed']],
  [
    'TransactionWithConditionalReferenceReferringToSameResource',
    'one record twice',
    ['validation_failed'],
  ],
  [
    'TransactionWithForeignReferenceInResourceBody',
    'a reference leads nowhere',
    ['unresolved_reference'],
  ],
  ['TransactionWithMetaHistory', 'history is never left out', ['validation_failed']],
  ['TransactionWithMultipleResourcesWithSameFullUrl', 'one record twice', ['validation_failed']],
  ['TransactionWithPOSTFullUrlMatchesWithPUTRequestUrl', 'one record twice', ['validation_failed']],
  [
    'TransactionWithReferenceInResourceBody',
    'nothing has that identifier',
    ['precondition_failed'],
  ],
  // Below: each of its four Patients in a chart of its own.
  ['TransactionWithValidBundleEntry', 'a chart is of one person', ['validation_failed']],
];
const FILES = sharedData('fhir/bundles-and-bad-resources-ms');

describe('Bundles of another server’s tests', () => {
  test.skipIf(FILES === undefined).each(OTHERS)('%s: %s', async (file, _words, codes) => {
    const text = readFileSync(path.join(FILES ?? '', `Bundle-${file}.json`), 'utf8').replace(
      /^\uFEFF/,
      '',
    );
    const answer = await patient.post('/fhir/R4', text);
    const isBatch = answer.status === 200;
    expect(isBatch ? statuses(answer) : [answer.code], answer.text.slice(0, 900)).toEqual(codes);
    const { json } = await patient.get(`/fhir/R4/Patient/${patient.personId}`);
    expect(json.resourceType).toBe('OperationOutcome');
  });

  test.skipIf(FILES === undefined)(
    'TransactionWithValidBundleEntry: each entry by itself is taken, but for a chosen id',
    async () => {
      const file = path.join(FILES ?? '', 'Bundle-TransactionWithValidBundleEntry.json');
      const { entry: entries } = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
      const codes: (string | undefined)[] = [];
      for (const each of entries) {
        const answer = await send('transaction', [each], await server.signUp());
        codes.push(answer.status === 200 ? statuses(answer)[0] : answer.code);
      }
      expect(codes).toEqual(['201', '201', 'not_found', '201']);
    },
  );
});

describe('a Bundle of what takes long to check', () => {
  const cpuMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  /** How much was computed at most between two turns of the event loop: the server is in this process. */
  async function longestTurnMs(work: Promise<unknown>): Promise<number> {
    const state = { isDone: false };
    const ended = work.finally(() => {
      state.isDone = true;
    });
    let most = 0;
    for (let before = cpuMs(); !state.isDone;) {
      await setImmediate();
      const now = cpuMs();
      most = Math.max(most, now - before);
      before = now;
    }
    await ended;
    return most;
  }
  const profile = (many: number) => ({
    resourceType: 'StructureDefinition',
    url: 'https://example.test/profile',
    name: 'Profile',
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type: 'Basic',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Basic',
    derivation: 'constraint',
    differential: {
      element: Array.from({ length: many }, (_, index) => ({
        id: `Basic.a${index}`,
        path: `Basic.a${index}`,
      })),
    },
  });

  test('lets others be answered in between', async () => {
    const one = profile(4_000);
    expect(validateResource(one).filter(({ severity }) => severity === 'error')).toEqual([]);
    const before = cpuMs();
    validateResource(one);
    const oneMs = cpuMs() - before;
    const many = Array.from({ length: 12 }, () => entry('POST', 'StructureDefinition', one));
    const sent = send('transaction', many);
    const longest = await longestTurnMs(sent);
    expect((await sent).status).toBe(200);
    expect(longest).toBeLessThan(6 * oneMs);
  });

  test('is refused for a resource that is too large before any is checked', async () => {
    const large = basic('a', { note: 'x'.repeat(1200 * 1024) });
    const answer = await send('transaction', [
      entry('POST', 'Basic', { resourceType: 'Basic' }),
      entry('POST', 'Basic', large),
    ]);
    expect(answer.text).toContain('must be at most 1 MiB');
    expect(answer.text).not.toContain('entry[0]');
    const batch = await send('batch', [
      entry('POST', 'Basic/$validate', large),
      entry('POST', 'Basic', large),
      entry('POST', 'Basic', basic('b')),
    ]);
    expect(statuses(batch)).toEqual(['413', '413', '201']);
  });
});
