import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  searchParameters,
  uncompiledParameters,
} from '../../../generated/fhir/search-parameters.mjs';
import { escaped } from './escaping.ts';
import { formatSearch } from './format-search.ts';
import { parametersOf } from './parameter-table.ts';
import { modifiersOf } from './parse-condition.ts';
import { parseSearch } from './parse-search.ts';
import { SearchError } from './search-error.ts';

function refusal(type: string, params: readonly (readonly [string, string])[]): SearchError {
  try {
    parseSearch(type, params);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('what can’t be understood is refused by code', () => {
  test.each([
    ['Person2', '', '', 'unknown_type'],
    ['Patient', 'nonsense', 'x', 'unknown_parameter'],
    ['Patient', '__proto__', 'x', 'unknown_parameter'],
    ['Patient', 'constructor', 'x', 'unknown_parameter'],
    ['Patient', '_filter', 'x', 'unknown_parameter'],
    ['Location', 'near', '1|2', 'unknown_parameter'],
    ['Patient', 'birthdate', '1980-13', 'bad_value'],
    ['Patient', 'birthdate', 'xx1980', 'bad_value'],
    ['Patient', 'name', '', 'bad_value'],
    ['Patient', 'name', 'a,,b', 'bad_value'],
    ['Patient', 'name', '--', 'bad_value'],
    ['Patient', 'name', '\u{d800}', 'bad_value'],
    ['Patient', 'identifier', '|', 'bad_value'],
    ['Patient', 'identifier', 'a|b|c', 'bad_value'],
    ['Patient', 'identifier:of-type', 'a|b', 'bad_value'],
    ['Patient', 'birthdate:missing', 'maybe', 'bad_value'],
    ['Patient', 'birthdate:exact', '1980', 'unknown_modifier'],
    ['Patient', 'name:not', 'x', 'unknown_modifier'],
    ['Patient', 'gender:in', 'http://x', 'unknown_modifier'],
    ['Patient', 'name:exact:exact', 'x', 'unknown_modifier'],
    ['Patient', 'general-practitioner:Device', '1', 'unknown_modifier'],
    ['Patient', 'general-practitioner', 'a b', 'bad_value'],
    ['Patient', 'general-practitioner:Organization', 'Practitioner/1', 'bad_value'],
    ['Patient', 'general-practitioner.nonsense', 'x', 'unknown_parameter'],
    ['Patient', 'name.family', 'x', 'unknown_parameter'],
    ['Patient', '_has:Observation:nonsense:code', 'x', 'unknown_parameter'],
    ['Patient', '_has:Observation', 'x', 'unknown_parameter'],
    ['Observation', 'value-quantity', '5|a|b|c', 'bad_value'],
    ['Observation', 'value-quantity', 'five', 'bad_value'],
    ['Observation', 'code-value-quantity', 'x', 'bad_value'],
    ['Observation', 'code-value-quantity', 'x$', 'bad_value'],
    ['Observation', 'patient.link.link.link.link.name', 'x', 'too_many'],
    ['Patient', '_id', Array.from({ length: 501 }, () => 'a').join(','), 'too_many'],
    ['Provenance', 'target._id', 'x', 'too_many'],
    ['Basic', 'subject.subject.subject._id', 'x', 'too_many'],
    ['Patient', '_content', 'a '.repeat(30), 'bad_value'],
    ['Patient', '_count', '-1', 'bad_value'],
    ['Patient', '_count', '1.5', 'bad_value'],
    ['Patient', '_sort', 'nonsense', 'unknown_parameter'],
    ['Observation', '_sort', 'code-value-quantity', 'bad_value'],
    ['Patient', '_summary', 'yes', 'bad_value'],
    ['Patient', '_summary:not', 'true', 'unknown_modifier'],
    ['Patient', '_elements', 'a b', 'bad_value'],
    ['Patient', '_include', 'Patient:name', 'unknown_parameter'],
    ['Patient', '_include', 'Nonsense:x', 'bad_value'],
    ['Patient', '_include', 'Observation:subject', 'bad_value'],
    ['Patient', '_include:sometimes', 'Patient:link', 'unknown_modifier'],
    ['Patient', '_total', 'all', 'bad_value'],
  ])('%s?%s=%s', (type, name, text, code) => {
    expect(refusal(type, name === '' ? [] : [[name, text]]).code).toBe(code);
  });

  test('an error names the parameter and never quotes a value', () => {
    const secret = 'Zanzibar-1980';
    for (const name of ['birthdate', '_count', 'general-practitioner', 'name:missing', '_sort']) {
      const error = refusal('Patient', [[name, `${secret}|x y|z|`]]);
      expect(error.message).toContain(name);
      expect(error.message).not.toContain('Zanzibar');
    }
    expect(refusal('Patient', [[`${secret} and more`, 'x']]).message).not.toContain('Zanzibar');
  });

  test('a parameter that may stand once is refused the second time', () => {
    const twice = [
      ['_count', '1'],
      ['_count', '2'],
    ] as const;
    expect(refusal('Patient', twice).code).toBe('bad_combination');
    const both = [
      ['_summary', 'true'],
      ['_elements', 'name'],
    ] as const;
    expect(refusal('Patient', both).code).toBe('bad_combination');
  });

  test('more than a thousand alternatives in all are refused', () => {
    const values = Array.from({ length: 400 }, (_, index) => `a${index}`).join(',');
    const name = ['name', values] as const;
    expect(refusal('Patient', [name, name, name]).code).toBe('too_many');
    expect(parseSearch('Patient', [name, name]).conditions).toHaveLength(2);
  });

  test('more than sixty parameters are refused', () => {
    const many = Array.from({ length: 61 }, () => ['name', 'x'] as const);
    expect(refusal('Patient', many).code).toBe('too_many');
  });
});

describe('a lenient search', () => {
  test('passes over unknown and empty parameters and names them', () => {
    const params = [
      ['nonsense', 'x'],
      ['name', ''],
      ['name', 'x'],
    ] as const;
    const search = parseSearch('Patient', params, { handling: 'lenient' });
    expect(search.ignored).toEqual(['nonsense', 'name']);
    expect(search.conditions).toHaveLength(1);
  });

  test.each([
    ['name:not', 'x'],
    ['birthdate', 'soon'],
  ])('still refuses %s=%s', (name, text) => {
    expect(() => parseSearch('Patient', [[name, text]], { handling: 'lenient' })).toThrow(
      SearchError,
    );
  });
});

test('result parameters are read', () => {
  const search = parseSearch('Observation', [
    ['_sort', 'code,-date'],
    ['_count', '0'],
    ['_elements', 'status,Observation.code'],
    ['_elements', 'value.unit'],
    ['_include', 'Observation:subject:Patient'],
    ['_include:iterate', 'Patient:link'],
    ['_revinclude', 'Provenance:target'],
    ['_total', 'accurate'],
    ['_format', 'json'],
    ['_pretty', 'true'],
  ]);
  expect(search).toMatchObject({
    sort: [
      { code: 'code', descending: false },
      { code: 'date', descending: true },
    ],
    count: 0,
    elements: ['status', 'code', 'value'],
    includes: [
      { type: 'Observation', parameter: 'subject', targetType: 'Patient', iterate: false },
      { type: 'Patient', parameter: 'link', iterate: true },
    ],
    revIncludes: [{ type: 'Provenance', parameter: 'target', iterate: false }],
    total: 'accurate',
    format: 'json',
    pretty: true,
  });
});

describe('the table of parameters', () => {
  test('leaves out eight of all that R4 and US Core define', () => {
    expect(uncompiledParameters.map(({ parameter }) => parameter)).toEqual([
      'DomainResource._text',
      'Resource._content',
      'Resource._query',
      'Bundle.composition',
      'Bundle.message',
      'Location.near',
      'MolecularSequence.chromosome-variant-coordinate',
      'MolecularSequence.referenceseqid-variant-coordinate',
    ]);
  });

  test('holds the others', () => {
    const count = Object.values(searchParameters).flatMap((codes) => Object.keys(codes)).length;
    expect(count).toMatchInlineSnapshot(`1708`);
  });
});

describe('what is written again is read the same', () => {
  const types = ['Patient', 'Observation', 'Encounter', 'Condition', 'ValueSet', 'RiskAssessment'];
  const word = fc.string({
    unit: fc.constantFrom(...Array.from('aZ9é ,|$\\-.')),
    minLength: 1,
    maxLength: 8,
  });
  const texts = fc.oneof(
    word.map(escaped),
    fc.constantFrom(
      '2020',
      'ge2020-01-02',
      '5.4',
      'lt1e3',
      '5||mg',
      'Patient/1',
      'a,b',
      'x|y',
      'x|y|z',
    ),
    fc.constantFrom('true', 'http://example.org/a', '|c', 's|', 'a$5', 'ap2.50|http://u|kg'),
  );
  const parameter = fc
    .constantFrom(...types)
    .chain((type) =>
      fc
        .constantFrom(...parametersOf(type))
        .chain(({ code, kind }) =>
          fc
            .tuple(fc.constantFrom('', ...modifiersOf(kind, code).map((one) => `:${one}`)), texts)
            .map(([suffix, text]) => ({ type, name: `${code}${suffix}`, text })),
        ),
    );

  test('every parameter, modifier and value', () => {
    let read = 0;
    fc.assert(
      fc.property(parameter, ({ type, name, text }) => {
        const search = parsedOrUndefined(type, name, text);
        if (search === undefined) return;
        read += 1;
        expect(parseSearch(type, formatSearch(search))).toEqual(search);
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(300);
  });

  test.each([
    ['Observation', 'patient.name:exact', 'A\\,b'],
    ['Observation', 'subject:Patient.birthdate', 'gt1980'],
    ['Patient', '_has:Observation:patient:_has:Provenance:target:recorded', 'lt2020'],
    ['Observation', '_sort', '-date,code'],
    ['Observation', '_include:iterate', 'Patient:link:Patient'],
    ['Observation', '_include', '*'],
    ['Patient', '_revinclude', 'Observation:subject'],
    ['Patient', '_elements', 'name,birthDate'],
  ])('%s?%s=%s', (type, name, text) => {
    const search = parseSearch(type, [[name, text]]);
    expect(parseSearch(type, formatSearch(search))).toEqual(search);
  });

  function parsedOrUndefined(type: string, name: string, text: string) {
    try {
      return parseSearch(type, [[name, text]]);
    } catch (error) {
      expect(error).toBeInstanceOf(SearchError);
      return undefined;
    }
  }
});
