import { readFileSync } from 'node:fs';
import { Client } from 'fhir-kit-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { validateResource } from '../../fhir/validate/index.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { patched } from './patch-rules.ts';
import type { AnyJson } from '../../testing/any-json.ts';

let server: TestServer;
let patient: TestCaller;
let client: Client;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  client = new Client({
    baseUrl: `${server.url}/fhir/R4`,
    customHeaders: { cookie: patient.cookie, 'wardkeep-csrf': patient.csrfToken },
  });
}, 60_000);
afterAll(() => server.stop());

const basic = (text: string) => ({ resourceType: 'Basic', code: { text } });

describe('fhir-kit-client, which nobody here wrote', () => {
  test('creates, reads, updates, patches and deletes', async () => {
    const created: AnyJson = await client.create({ resourceType: 'Basic', body: basic('a') });
    const { id } = created;
    const read: AnyJson = await client.read({ resourceType: 'Basic', id });
    expect(read.code.text).toBe('a');
    const body = { ...basic('b'), id };
    const updated: AnyJson = await client.update({ resourceType: 'Basic', id, body });
    expect(updated.meta.versionId).toBe('2');
    const patch: AnyJson = await client.patch({
      resourceType: 'Basic',
      id,
      jsonPatch: [{ op: 'replace', path: '/code/text', value: 'c' }],
    });
    expect(patch.code.text).toBe('c');
    const before: AnyJson = await client.vread({ resourceType: 'Basic', id, version: '1' });
    expect(before.code.text).toBe('a');
    const history: AnyJson = await client.history({ resourceType: 'Basic', id });
    expect(history.entry).toHaveLength(3);
    await client.delete({ resourceType: 'Basic', id });
    await expect(client.read({ resourceType: 'Basic', id })).rejects.toMatchObject({
      response: { status: 410, data: { resourceType: 'OperationOutcome' } },
    });
  });

  test('creates what is not there, once', async () => {
    const body = { ...basic('once'), identifier: [{ value: 'once' }] };
    const options = { headers: { 'If-None-Exist': 'identifier=once' } };
    const ids = new Set<string>();
    for (const status of [201, 200]) {
      const created: AnyJson = await client.create({ resourceType: 'Basic', body, options });
      expect(Client.httpFor(created).response?.status).toBe(status);
      ids.add(created.id);
    }
    expect(ids.size).toBe(1);
  });

  test('updates only the version that it knows', async () => {
    const { id }: AnyJson = await client.create({ resourceType: 'Basic', body: basic('v1') });
    const update = (text: string, tag: string): Promise<AnyJson> =>
      client.update({
        resourceType: 'Basic',
        id,
        body: { ...basic(text), id },
        options: { headers: { 'If-Match': tag } },
      });
    expect((await update('v2', 'W/"1"')).meta.versionId).toBe('2');
    await expect(update('v3', 'W/"1"')).rejects.toMatchObject({
      response: { status: 412, data: { resourceType: 'OperationOutcome' } },
    });
  });

  test('searches, and follows the pages', async () => {
    for (const text of ['1', '2', '3', '4', '5'])
      await client.create({ resourceType: 'Flag', body: flag(text) });
    const searchParams = { _count: 2 };
    let bundle: AnyJson = await client.search({ resourceType: 'Flag', searchParams });
    expect(bundle.total).toBe(5);
    const found: string[] = [];
    for (; bundle !== undefined; bundle = await client.nextPage({ bundle }))
      found.push(...bundle.entry.map((each: AnyJson) => each.resource.code.text));
    expect(found.toSorted()).toEqual(['1', '2', '3', '4', '5']);
    const posted: AnyJson = await client.search({
      resourceType: 'Flag',
      searchParams: { patient: patient.personId, _count: 1 },
      options: { postSearch: true },
    });
    expect(posted.entry).toHaveLength(1);
  });

  test('sends a transaction and a batch', async () => {
    const entry = [{ resource: basic('t'), request: { method: 'POST', url: 'Basic' } }];
    for (const type of ['transaction', 'batch'] as const) {
      const body: AnyJson = { resourceType: 'Bundle', type, entry };
      const answered: AnyJson = await client[type]({ body });
      expect([answered.type, answered.entry[0].response.status.slice(0, 3)]).toEqual([
        `${type}-response`,
        '201',
      ]);
    }
  });

  test('learns what there is', async () => {
    const statement: AnyJson = await client.capabilityStatement();
    expect(validateResource(statement).filter(({ severity }) => severity === 'error')).toEqual([]);
    const { resource } = statement.rest[0];
    const of = (type: string) => resource.find((each: AnyJson) => each.type === type);
    expect(of('Observation').interaction.map(({ code }: AnyJson) => code)).toContain(
      'history-instance',
    );
    expect(of('Observation').searchParam.map(({ name }: AnyJson) => name)).toContain('code');
    expect(of('Consent').interaction.map(({ code }: AnyJson) => code)).not.toContain('update');
    expect([of('Location').documentation, of('Observation').documentation]).toEqual([
      expect.stringContaining('directory'),
      undefined,
    ]);
    expect(of('Patient').operation.map(({ name }: AnyJson) => name)).toEqual([
      'validate',
      'everything',
      'summary',
    ]);
  });
});

function flag(text: string) {
  return {
    resourceType: 'Flag',
    status: 'active',
    code: { text },
    subject: { reference: `Patient/${patient.personId}` },
  };
}

const PATCHES = sharedData('fhir/json-patch/json-patch-tests.json');
interface PatchTest {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch: readonly unknown[];
  readonly expected?: unknown;
  readonly error?: string;
}
const patches: readonly PatchTest[] =
  PATCHES === undefined ? [] : JSON.parse(readFileSync(PATCHES, 'utf8'));
/** Of these, the ones about a JSON object whose root stays. */
const about = patches.filter(
  ({ doc, patch }) =>
    typeof doc === 'object' &&
    doc !== null &&
    !Array.isArray(doc) &&
    patch.every((each: AnyJson) => each.path !== '' && each.from !== ''),
);

test
  .skipIf(PATCHES === undefined)
  .each(about.map((each) => [each.comment ?? 'no words', each] as const))(
  'JSON Patch: %s',
  (_comment, { doc, patch, expected, error }) => {
    const resource = { resourceType: 'Basic', ...(doc as object) };
    if (error !== undefined) expect(() => patched(resource, patch, 'patch')).toThrow();
    else
      expect(patched(resource, patch, 'patch')).toEqual({
        resourceType: 'Basic',
        ...(expected as object),
      });
  },
);
