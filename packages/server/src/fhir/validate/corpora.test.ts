/** Resources that others wrote and judged. They lie beside the repository, and are never part of it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { validateResource } from './index.ts';

const folder = sharedData('fhir') ?? '';

function filesUnder(name: string): string[] {
  return readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => /json(\.gz)?$/.test(file))
    .map((file) => path.join(name, file))
    .toSorted();
}

/** The resources of a file, or undefined where it is no JSON. */
function read(file: string): unknown[] | undefined {
  const bytes = readFileSync(path.join(folder, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().replace(/^\uFEFF/, '');
  try {
    const lines = file.includes('.ndjson') ? text.split('\n').filter(Boolean) : [text];
    return lines.map((line): unknown => JSON.parse(line));
  } catch {
    return undefined;
  }
}

function isAccepted(file: string): boolean {
  const resources = read(file);
  return (
    resources?.every((one) =>
      // Of resources by themselves, as of what $validate gets.
      validateResource(one, { references: 'unresolved' }).every(
        (issue) => issue.severity !== 'error',
      ),
    ) === true
  );
}

const refused = (files: readonly string[]) => files.filter((file) => !isAccepted(file));

test.runIf(folder === '')('SKIPPED: shared/data/fhir is not on this machine', () => {});

describe.skipIf(folder === '')('resources that others judged (need ../shared/data)', () => {
  test('all HL7 examples are accepted', () => {
    const files = filesUnder('hl7-r4-examples');
    expect(files.length).toBeGreaterThan(300);
    expect(refused(files)).toEqual([]);
  });

  test('two of them refer to a type that their element does not allow, which is an error once that is resolved', () => {
    const issuesOf = (file: string, references: 'resolved' | 'unresolved') =>
      validateResource(read(file)?.[0], { references })
        .filter(({ code }) => code === 'structure')
        .map(({ severity, expression }) => [severity, expression]);
    const wrong = filesUnder('hl7-r4-examples').filter(
      (file) => issuesOf(file, 'resolved').length > 0,
    );
    expect(wrong.map((file) => [path.basename(file), issuesOf(file, 'unresolved').flat()])).toEqual(
      [
        // R4 says Device; the example has a DeviceDefinition.
        ['DeviceMetric-example.json', ['warning', 'DeviceMetric.parent.reference']],
        // An Encounter performs nothing.
        ['Observation-clinical-gender.json', ['warning', 'Observation.performer[0].reference']],
      ],
    );
    for (const file of wrong) expect(issuesOf(file, 'resolved')[0]?.[0]).toBe('error');
  });

  test.for(['us-core-examples', 'uscore-synthetic-corner-cases', 'ips', 'bulk-ndjson/10-patients'])(
    'all of %s are accepted',
    (name) => {
      const files = filesUnder(name).filter((file) => !file.endsWith('log.ndjson'));
      expect(files.length).toBeGreaterThan(0);
      expect(refused(files)).toEqual([]);
    },
  );

  test('what both validators refused is refused, and what both accepted is accepted', () => {
    const cases = Object.entries(
      // As its SOURCE.txt describes it.
      read('validator-cases/expected.json')?.[0] as Record<string, { tier: string }>,
    );
    const of = (tier: string) =>
      cases.filter(([, one]) => one.tier === tier).map(([file]) => `validator-cases/files/${file}`);
    expect(of('invalid-both').length).toBeGreaterThan(20);
    expect(of('invalid-both').filter(isAccepted)).toEqual([]);
    expect(of('valid-both').length).toBeGreaterThan(40);
    expect(refused(of('valid-both'))).toEqual([]);
    // The others take terminology or rules beyond base R4; what is of base R4 among them is refused.
    expect(refused(of('invalid-reference-only')).map((file) => path.basename(file))).toEqual([
      'pat-security-bad-xhtml.json',
      'patient-id-bad-3.json',
    ]);
  });

  test('bundles and bad resources behave as their names say', () => {
    const files = filesUnder('bundles-and-bad-resources-ms');
    expect(refused(files).map((file) => path.basename(file))).toEqual([
      // An empty identifier.system.
      'Bundle-BatchWithConditionalUpdateByIdentifier.json',
      // bdl-7: several entries of one fullUrl.
      'Bundle-FhirPatch.json',
      'Bundle-TransactionWithMultipleResourcesWithSameFullUrl.json',
      // Lists of index entries, no resources.
      'DocumentReference-example-relatesTo-code-transforms-replaces-target.indexes.json',
      'DocumentReference-example-relatesTo-code-transforms.indexes.json',
      // Templates whose ids are ##PatientID##, and lines that are no resources.
      'Import-InvalidPatient.ndjson',
      'Import-Observation.ndjson',
      'InvalidCompartmentDefinition.json',
      'InvalidObservation.json',
      // interpretation as STU3 had it.
      'Observation-For-Patient-f001.json',
      'PatientMissingResourceType.json',
      // Only a part: target is filled in by the server that gets it.
      'ProvenanceHeader.json',
      // Elements of R5.
      'TokenOverflowChargeItem.json',
    ]);
  });

  test('primitive values are judged as their files say', () => {
    const misjudged = filesUnder('primitives').flatMap((file) => {
      const [name = '', verdict] = path.basename(file).split('.');
      const lines = readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean);
      const wrong = lines.filter((line) => {
        // Nothing is not a value.
        if (line === 'null' && name !== 'xhtml') return false;
        return isValidPrimitive(name, line) !== (verdict === 'valid');
      });
      return wrong.map((line) => `${name} ${line}`);
    });
    // A parsed 1.0 is 1.
    expect(misjudged).toEqual(['positive_int 1.0', 'unsigned_int 1.0']);
  });

  test('all Synthea bundles are accepted', () => {
    const files = ['gz', 'gz-v2.5.0', 'plain', 'reference'].flatMap((name) =>
      filesUnder(`synthea-r4/${name}`),
    );
    expect(files.length).toBeGreaterThan(179);
    expect(refused(files)).toEqual([]);
  }, 60_000);
});

function isValidPrimitive(name: string, line: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return false;
  }
  const type = name.replace(/(^|_)(.)/g, (_, __, letter: string) => letter.toUpperCase());
  const resource =
    type === 'Xhtml'
      ? { resourceType: 'Patient', text: { status: 'generated', div: value } }
      : {
          resourceType: 'Patient',
          contained: [{ resourceType: 'Organization', id: 'p1', name: 'x' }],
          extension: [{ url: 'u', [`value${type}`]: value }],
          managingOrganization: { reference: '#p1' },
        };
  return validateResource(resource).every((issue) => issue.severity !== 'error');
}
