import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { elementOf, elementsOf, isResource, type Resource } from '../resource/index.ts';
import { catalogue } from './catalogue.ts';
import { dateText } from './dates.ts';
import { summaryPdf, type SummaryInput } from './summary-pdf.ts';

const at = new Date('2026-11-22T12:34:56Z');
const patient: Resource = {
  resourceType: 'Patient',
  name: [{ family: 'Müller', given: ['Test'] }],
  birthDate: '1980-02-03',
  gender: 'female',
};

async function made(resources: readonly Resource[], more: Partial<SummaryInput> = {}) {
  return Buffer.from(await summaryPdf({ patient, resources, at, language: 'en', ...more }));
}

/** The text of each page, as the standard fonts' encoding writes it. */
function pagesOf(pdf: Buffer): readonly string[] {
  const whole = pdf.toString('latin1');
  return [...whole.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
    .map(([, body = '']) => inflated(Buffer.from(body, 'latin1')))
    .filter((content) => content.includes(' TJ'))
    .map((content) =>
      [...content.matchAll(/\[(.*?)\] TJ/g)]
        .map(([, shown = '']) =>
          [...shown.matchAll(/<([0-9a-f]*)>/g)]
            .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
            .join(''),
        )
        .join('\n'),
    );
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

const problem = (text: string, more: object = {}): Resource => ({
  resourceType: 'Condition',
  clinicalStatus: { coding: [{ code: 'active' }] },
  code: { text },
  onsetDateTime: '2014-02',
  ...more,
});
const potassium = (value: number, effectiveDateTime: string): Resource => ({
  resourceType: 'Observation',
  id: effectiveDateTime,
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: { coding: [{ code: '2823-3', display: 'Potassium' }] },
  effectiveDateTime,
  valueQuantity: { value, unit: 'mmol/L' },
  referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
});

describe('the printed summary', () => {
  test('says on every page whose it is, when it was made, and which page of how many', async () => {
    const many = Array.from({ length: 59 }, (_, index) => problem(`Problem ${index}`));
    const pages = pagesOf(await made(many));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Test Müller · born 03 Feb 1980 · female');
      expect(page).toContain('Made 22 Nov 2026 12:34 UTC');
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    }
    expect(pages.join('\n')).toContain('Problem 58');
  });

  test('names how many of a long list are not shown', async () => {
    const many = Array.from({ length: 75 }, (_, index) => problem(`Problem ${index}`));
    const text = pagesOf(await made(many)).join('\n');
    expect(text).toContain('15 more not shown');
    expect(text).not.toContain('Problem 60\n');
  });

  test('shows the newest result with its range, where it came from, and that it is too high', async () => {
    const chart = [potassium(4.8, '2025-12-02'), potassium(6.2, '2026-01-02T08:00:00Z')];
    const text = pagesOf(await made(chart))
      .join('\n')
      .replaceAll('\n', ' ');
    expect(text).toContain('6.2 mmol/L (H)');
    expect(text).toMatch(/3\.5 – 5\.1 mmol\/ ?L|3\.5 \x96 5\.1 mmol\/ ?L/);
    expect(text).toMatch(/up from 4\.8 mmol\/ ?L/);
  });

  test('speaks German throughout, with a comma in numbers', async () => {
    const text = pagesOf(await made([potassium(3.25, '2026-01-02')], { language: 'de' })).join(
      '\n',
    );
    expect(text).toContain('3,25 mmol/L (L)');
    expect(text).toContain('geboren 03.02.1980');
    expect(text).toContain('Seite 1 von');
    expect(text).not.toContain('Nothing');
  });

  test('leaves out what was entered in error, refuted or is over', async () => {
    const text = pagesOf(
      await made([
        problem('Wrong', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } }),
        problem('Refuted', { verificationStatus: { coding: [{ code: 'refuted' }] } }),
        problem('Over', { clinicalStatus: { coding: [{ code: 'resolved' }] } }),
      ]),
    ).join('\n');
    expect(text).not.toMatch(/Wrong|Refuted|Over/);
    expect(text.match(/Nothing is recorded/g)?.length).toBe(8);
  });

  test('says so when a character cannot be printed, and prints the others', async () => {
    const text = pagesOf(await made([problem('Grippe 漢字')])).join('\n');
    expect(text).toContain('Grippe ??');
    expect(text).toContain('Some characters cannot be printed');
    expect(pagesOf(await made([problem('Grippe')])).join('\n')).not.toContain('Some characters');
  });

  test('has nothing of the person outside its pages', async () => {
    const pdf = await made([problem('Grippe')]);
    const outside = pdf
      .toString('latin1')
      .replaceAll(/stream\r?\n[\s\S]*?\r?\nendstream/g, (stream) =>
        stream.includes('<?xpacket') ? stream : '',
      );
    const utf16 = Buffer.from(outside, 'latin1').toString('latin1').replaceAll('\0', '');
    for (const text of [outside, utf16]) expect(text).not.toMatch(/M.{1,2}ller|1980|Grippe/);
    expect(outside).toContain('/MarkInfo');
  });

  test('prints a chart of hostile texts: very long, controls, bidirectional marks, nothing at all', async () => {
    const hostile = ['x'.repeat(100_000), 'a\u0000\n\u202eb', '', '\ud800', '🙂'.repeat(500)];
    const pages = pagesOf(await made([...hostile.map((text) => problem(text)), problem('Last')]));
    expect(pages.length).toBeLessThan(4);
    expect(pages.join('\n')).toContain('Last');
    await expect(
      made([{ resourceType: 'Condition', code: 7, onsetDateTime: {} }]),
    ).resolves.toBeDefined();
  });

  test('is the same file for the same chart and time', async () => {
    expect(await made([problem('Grippe')])).toEqual(await made([problem('Grippe')]));
  });
});

test('both languages have every text', () => {
  const paths = (value: unknown, path: string): readonly string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => paths(each, `${path}.${key}`))
      : [path];
  expect(paths(catalogue.de, '')).toEqual(paths(catalogue.en, ''));
});

test.each([
  ['2014', '2014', '2014'],
  ['2014-02', 'Feb 2014', '02/2014'],
  ['2014-02-03', '03 Feb 2014', '03.02.2014'],
  ['2014-02-03T23:30:00-05:00', '03 Feb 2014', '03.02.2014'],
  ['nonsense', '', ''],
  [undefined, '', ''],
])('the date %j is as precise in print as it is', (date, en, de) => {
  expect(dateText(date, catalogue.en)).toBe(en);
  expect(dateText(date, catalogue.de)).toBe(de);
});

const corpus = join(import.meta.dirname, '../../../../../../shared/data/fhir/synthea-r4/plain');
const files = existsSync(corpus) ? globSync('*.json', { cwd: corpus }) : [];

test.skipIf(files.length === 0)(
  'every shared chart prints, in few pages (needs shared data)',
  async () => {
    for (const file of files) {
      const bundle: unknown = JSON.parse(readFileSync(join(corpus, file), 'utf8'));
      const resources = elementsOf(elementOf(bundle)['entry'])
        .map((entry) => entry['resource'])
        .filter(isResource);
      const person = resources.find((each) => each.resourceType === 'Patient') ?? patient;
      const pages = pagesOf(await made(resources, { patient: person }));
      expect(pages.length, file).toBeLessThan(12);
      expect(pages.length, file).toBeGreaterThan(0);
    }
  },
);
