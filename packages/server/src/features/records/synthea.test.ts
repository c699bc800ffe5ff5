import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const directory = sharedData('fhir/synthea-r4/plain');
const files =
  directory === undefined
    ? []
    : readdirSync(directory)
        .filter((name) => name.endsWith('.json'))
        .slice(0, 5);

interface Entry {
  readonly fullUrl: string;
  readonly resource: {
    readonly resourceType: string;
    readonly id?: string;
    readonly meta?: object;
  };
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe.skipIf(directory === undefined)('real records (needs ../shared/data)', () => {
  test('five Synthea bundles: every resource comes back equal to what went in', async () => {
    expect(files).toHaveLength(5);
    for (const file of files) {
      const bundle = JSON.parse(readFileSync(path.join(directory ?? '', file), 'utf8')) as {
        entry: Entry[];
      };
      await importAndCompare(await server.signUp(), bundle);
    }
  }, 120_000);

  test('the same file twice changes nothing', async () => {
    const patient = await server.signUp();
    const text = readFileSync(path.join(directory ?? '', files[0] ?? ''), 'utf8');
    const first = await patient.post(`/api/patients/${patient.personId}/imports`, text);
    const chart = await patient.get(`/api/patients/${patient.personId}/chart`);
    const second = await patient.post(`/api/patients/${patient.personId}/imports`, text);
    const { imported } = first.json;
    expect(imported).toBeGreaterThan(100);
    expect(second.json).toEqual({ ...first.json, imported: 0, unchanged: imported });
    expect((await patient.get(`/api/patients/${patient.personId}/chart`)).json).toEqual(chart.json);
  }, 60_000);

  test('another person’s file is refused, and leaves the chart as it was', async () => {
    const patient = await server.signUp();
    const [one = '', two = ''] = files.map((file) =>
      readFileSync(path.join(directory ?? '', file), 'utf8'),
    );
    await patient.post(`/api/patients/${patient.personId}/imports`, one);
    const before = await patient.get(`/api/patients/${patient.personId}/chart`);
    const refused = await patient.post(`/api/patients/${patient.personId}/imports`, two);
    expect([refused.status, refused.code]).toEqual([409, 'chart_belongs_to_another']);
    expect((await patient.get(`/api/patients/${patient.personId}/chart`)).json).toEqual(
      before.json,
    );
  }, 60_000);
});

async function importAndCompare(
  patient: TestCaller,
  bundle: { readonly entry: readonly Entry[] },
): Promise<void> {
  const reply = await patient.post('/fhir/R4', bundle);
  expect(reply.status, reply.text.slice(0, 300)).toBe(200);
  const locations: string[] = reply.json.entry.map(
    (each: { response: { location: string } }) => each.response.location,
  );
  const here = new Map(
    bundle.entry.map(({ fullUrl }, index) => [
      fullUrl,
      locations[index]?.split('/_history')[0] ?? '',
    ]),
  );
  const batch = 25;
  for (let from = 0; from < bundle.entry.length; from += batch) {
    await Promise.all(
      bundle.entry.slice(from, from + batch).map(async ({ fullUrl, resource }) => {
        const read = await patient.get(`/fhir/R4/${here.get(fullUrl)}`);
        const { id, meta, ...stored } = read.json;
        const { id: _id, meta: sentMeta, ...sent } = resource;
        expect(`${read.json.resourceType}/${id}`).toBe(here.get(fullUrl));
        const { versionId, lastUpdated, ...keptMeta } = meta;
        expect([versionId, Number.isNaN(Date.parse(lastUpdated))]).toEqual(['1', false]);
        expect(stored).toEqual(rewritten(sent, here));
        expect(keptMeta).toEqual(sentMeta ?? {});
      }),
    );
  }
}

/** An independent reading of «references rewritten consistently»: over the text, not over the tree. */
function rewritten(resource: object, here: ReadonlyMap<string, string>): unknown {
  const text = JSON.stringify(resource).replace(
    /"reference":"(urn:uuid:[^"]+)"/g,
    (_all, url: string) => `"reference":"${here.get(url)}"`,
  );
  return JSON.parse(text);
}
