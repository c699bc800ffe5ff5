import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { saidBy, type NamedResource } from '../../testing/same-records.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

/**
 * Everything in, everything out. Eight patients by themselves; all of them, which takes minutes, with
 * WARDKEEP_TEST_ALL_PATIENTS=1.
 */
const isAll = process.env['WARDKEEP_TEST_ALL_PATIENTS'] === '1';
const directory = sharedData('fhir/synthea-r4');
const files = ['plain', 'gz', 'gz-v2.5.0'].flatMap((folder) =>
  directory === undefined ? [] : filesIn(path.join(directory, folder)),
);

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => /\.json(\.gz)?$/.test(name));
  return names.slice(0, isAll ? names.length : 3).map((name) => path.join(folder, name));
}

interface Entry {
  readonly fullUrl: string;
  readonly resource: { readonly resourceType: string; readonly id: string };
}

let server: TestServer;
let provider: TestCaller;
let organisation: string;
beforeAll(async () => {
  server = await startTestServer();
  provider = await server.join('provider');
  await server.proveFreshly(server.admin);
  const made = await server.admin.post('/api/organisations', { name: 'Hospital' });
  organisation = String(made.json.organisationId);
  const members = `/api/organisations/${organisation}/members`;
  await server.admin.send('PUT', `${members}/${provider.personId}`, {});
}, 120_000);
afterAll(() => server.stop());

describe.skipIf(directory === undefined)('real patients (needs ../shared/data)', () => {
  test(`${isAll ? 'all' : 'some'} of them come out of $everything as they went in`, async () => {
    let resources = 0;
    let importedMs = 0;
    for (const file of files) {
      const bytes = readFileSync(file);
      const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      const sent = (JSON.parse(text) as { entry: Entry[] }).entry;
      const beganMs = performance.now();
      const answer = await provider.post(`/api/organisations/${organisation}/imports`, text);
      importedMs += performance.now() - beganMs;
      expect(answer.status, `${file} ${answer.text.slice(0, 500)}`).toBe(200);
      expect(answer.json).toMatchObject({ isNew: true, imported: sent.length, notTakenCount: 0 });
      const back = await everything(answer.json.patientId);
      const went = sent.map(({ fullUrl, resource }): NamedResource => {
        const { resourceType, id } = resource;
        return { names: [fullUrl, `${resourceType}/${id}`], resource: { ...resource } };
      });
      expect(saidBy(back), file).toEqual(saidBy(went));
      resources += sent.length;
      await server.proveFreshly(provider);
    }
    const perSecond = Math.round((resources / importedMs) * 1000);
    const figure = `${files.length} patients, ${resources} resources, ${perSecond}/s one by one`;
    if (isAll) process.stdout.write(`${figure}\n`);
    expect(resources).toBeGreaterThan(files.length * 50);
  }, 3_600_000);

  test('the comparison finds what is changed, missing, doubled, or leads elsewhere', () => {
    const at = (id: string, more: object = {}) => ({ resourceType: 'Condition', id, ...more });
    const to = (name: string) => ({ encounter: { reference: name } });
    const named = (...all: readonly { id: string }[]): NamedResource[] =>
      all.map((resource) => ({ names: [resource.id], resource: { ...resource } }));
    const [a, b] = [at('a', { code: 1 }), at('b', { code: 2 })];
    const right = saidBy(named(a, b, at('c', to('a'))));
    expect(saidBy(named(at('x', { code: 1 }), at('y', { code: 2 }), at('z', to('x'))))).toEqual(
      right,
    );
    for (const wrong of [
      named(a, b, at('c', to('b'))),
      named(a, b, at('c', to('elsewhere'))),
      named(a, b),
      named(a, b, b, at('c', to('a'))),
      named(at('a', { code: 3 }), b, at('c', to('a'))),
    ])
      expect(saidBy(wrong)).not.toEqual(right);
  });
});

async function everything(patientId: string): Promise<readonly NamedResource[]> {
  const found: NamedResource[] = [];
  let next: string | undefined = `/fhir/R4/Patient/${patientId}/$everything?_count=200`;
  while (next !== undefined) {
    const page = (await provider.get(next)).json as {
      entry: { resource: NamedResource['resource'] }[];
      link: { relation: string; url: string }[];
    };
    for (const { resource } of page.entry) {
      const name = `${String(resource['resourceType'])}/${String(resource['id'])}`;
      found.push({ names: [name], resource });
    }
    const url: string | undefined = page.link.find(({ relation }) => relation === 'next')?.url;
    next = url?.slice(url.indexOf('/fhir/R4'));
  }
  return found;
}
