import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ProblemError } from '../errors.ts';
import { importUnits, type ImportUnit } from './import-units.ts';
import { UNITS_AT_ONCE, sendUnits } from './send-units.ts';

const file = (name: string, ...parts: readonly (string | Uint8Array<ArrayBuffer>)[]) => ({
  name,
  blob: new Blob([...parts]),
});
const line = (resource: object): string => `${JSON.stringify(resource)}\n`;
const patient = (id: string) => ({ resourceType: 'Patient', id });
const about = (id: string, of: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  subject: { reference: `Patient/${of}` },
  ...more,
});
const idsIn = async (unit: ImportUnit | undefined): Promise<string[]> =>
  ((await unit?.read())?.size ?? 0) === 0
    ? []
    : ((await (await unit?.read())?.text()) ?? '')
        .trim()
        .split('\n')
        .map((text) => String(JSON.parse(text).id))
        .toSorted();

describe('files are taken apart into one request for each patient', () => {
  test('a Bundle, a document and what is packed go as they are, known by what is in them', async () => {
    const bundle = '\uFEFF {\n"resourceType": "Bundle"}';
    const { units, leftOut } = await importUnits([
      file('a.txt', bundle),
      file('b', '<?xml version="1.0"?><ClinicalDocument/>'),
      file('c.ndjson', gzipSync('{"type":"collection","resourceType":"Bundle"}')),
      file('d.json', ''),
      file('e.json', 'hello'),
      file('f.gz', new Uint8Array([0x1f, 0x8b, 1, 2, 3])),
    ]);
    expect(units.map(({ name, mediaType }) => `${name} ${mediaType}`)).toEqual([
      'a.txt application/fhir+json',
      'b application/xml',
      'c.ndjson application/fhir+json',
    ]);
    expect(await (await units[2]?.read())?.text()).toBe(
      '{"type":"collection","resourceType":"Bundle"}',
    );
    expect(leftOut.map(({ name }) => name)).toEqual(['d.json', 'e.json', 'f.gz']);
  });

  test('one resource that fills several lines is no NDJSON: the server says what it is not', async () => {
    const { units } = await importUnits([
      file('a.json', JSON.stringify(patient('a'), null, 2)),
      file('b.json', `{"resourceType":"DocumentReference","x":"${'x'.repeat(100_000)}"}\n`),
    ]);
    expect(units.map(({ mediaType }) => mediaType)).toEqual(['application/fhir+json']);
  });

  test('lines of all NDJSON files go with their patient, and with whom they refer to', async () => {
    const doctor = {
      resourceType: 'Practitioner',
      id: 'd1',
      identifier: [{ system: 'npi', value: '1' }],
    };
    const clinic = { resourceType: 'Organization', id: 'o1' };
    const role = {
      resourceType: 'PractitionerRole',
      id: 'r1',
      organization: { reference: 'Organization/o1' },
    };
    const { units, leftOut } = await importUnits([
      file(
        'Observation.ndjson',
        line(about('1', 'a')),
        line(about('2', 'b', { performer: [{ reference: 'Practitioner?identifier=npi|1' }] })),
        '\r\n',
        line(about('3', 'a')),
        line(about('4', 'a', { performer: [{ reference: 'PractitionerRole/r1' }] })),
      ),
      file('Patient.ndjson.gz', gzipSync(line(patient('a')) + line(patient('b')).trim())),
      file(
        'more.ndjson',
        line(doctor),
        line(clinic),
        line(role),
        line({
          resourceType: 'Provenance',
          id: 'p',
          target: [{ reference: 'https://x.test/fhir/Patient/b' }],
        }),
        'no json\n',
        line({
          resourceType: 'Group',
          id: 'g',
          member: [{ entity: { reference: 'Patient/a' } }, { entity: { reference: 'Patient/b' } }],
        }),
      ),
    ]);
    expect(units.map(({ name }) => name)).toEqual(['Patient/a', 'Patient/b']);
    expect(await idsIn(units[0])).toEqual(['1', '3', '4', 'a', 'o1', 'r1']);
    expect(await idsIn(units[1])).toEqual(['2', 'b', 'd1', 'p']);
    expect(leftOut.map(({ name }) => name)).toEqual(['more.ndjson, line 5', 'more.ndjson, line 6']);
  });

  test('lines are found again whatever the stream breaks them into, in letters of any length', async () => {
    const resources = Array.from({ length: 3000 }, (_, index) =>
      about(String(index), `p${index % 7}`, { note: [{ text: 'ä€😀'.repeat(index % 50) }] }),
    );
    const { units } = await importUnits([file('x.ndjson', resources.map(line).join(''))]);
    const found = await Promise.all(units.map(idsIn));
    expect(found.flat().length).toBe(3000);
    expect(new Set(found.flat()).size).toBe(3000);
  });
});

describe('requests are sent some at once', () => {
  const problem = (code: 'validation_failed' | 'step_up_needed') =>
    new ProblemError({ type: 'x', title: 'x', status: 400, code, detail: 'x', requestId: 'x' });
  const units = Array.from({ length: 9 }, (_, index) => ({
    name: String(index),
    mediaType: 'x',
    read: () => Promise.resolve(new Blob()),
  }));

  test('and one that is refused keeps no other out', async () => {
    let [now, most] = [0, 0];
    const sent: string[] = [];
    await sendUnits(units, {
      atOnce: UNITS_AT_ONCE,
      send: async ({ name }) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now -= 1;
        if (name === '4') throw problem('validation_failed');
        return name;
      },
      onSent: (each) => sent.push('report' in each ? each.report : `refused ${each.unit.name}`),
    });
    expect(most).toBe(3);
    expect(sent.toSorted()).toEqual([...Array.from('01235678'), 'refused 4']);
  });

  test('until whoever sends may send no more', async () => {
    let asked = 0;
    const send = () => {
      asked += 1;
      return asked > 3 ? Promise.reject(problem('step_up_needed')) : Promise.resolve('');
    };
    const sending = sendUnits(units, { send, onSent: () => undefined, atOnce: 3 });
    await expect(sending).rejects.toMatchObject({
      code: 'step_up_needed',
    });
    expect(asked).toBeLessThan(8);
  });
});
