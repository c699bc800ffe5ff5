import { describe, expect, test } from 'vitest';
import { resourceTypes, validateResource } from './index.ts';

const patient = { resourceType: 'Patient', id: 'a', name: [{ family: 'Test', given: ['A', 'B'] }] };
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Weight' },
  valueQuantity: { value: 70, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
};
const organization = { resourceType: 'Organization', id: 'o', name: 'Ward' };
const extension = { url: 'http://example.org/x', valueString: 'y' };

/** The errors as `place code`. */
function faults(resource: unknown): string[] {
  return validateResource(resource)
    .filter((issue) => issue.severity === 'error')
    .map((issue) => `${issue.expression} ${issue.code}`);
}

test('valid resources have no issue', () => {
  expect(validateResource(patient)).toEqual([]);
  expect(validateResource(observation)).toEqual([]);
});

test('every resource type of R4 can be checked, and says what it lacks', () => {
  expect(resourceTypes.size).toBe(146);
  for (const resourceType of resourceTypes) {
    const issues = validateResource({ resourceType });
    expect(issues.every((issue) => issue.expression.startsWith(resourceType))).toBe(true);
  }
  expect(faults({ resourceType: 'Observation' })).toEqual([
    'Observation.status required',
    'Observation.code required',
  ]);
});

describe('what is no resource is refused', () => {
  test.for([
    [null, 'Resource structure'],
    ['Patient', 'Resource structure'],
    [[patient], 'Resource structure'],
    [{}, 'Resource.resourceType structure'],
    [{ resourceType: 'toString' }, 'Resource.resourceType structure'],
    [{ resourceType: 'DomainResource' }, 'Resource.resourceType structure'],
  ] as const)('%j', ([resource, fault]) => {
    expect(faults(resource)).toEqual([fault]);
  });
});

describe('a fault is refused where it is', () => {
  test.for<[string, object, string]>([
    ['a property that is not of R4', { nam: 1 }, 'Patient.nam structure'],
    ['a single element as an array', { birthDate: ['1980'] }, 'Patient.birthDate value'],
    ['a repeating element alone', { name: { family: 'A' } }, 'Patient.name structure'],
    ['an empty array', { name: [] }, 'Patient.name structure'],
    ['an empty object', { name: [{}] }, 'Patient.name[0] invariant'],
    ['an object with nothing but an id', { name: [{ id: 'x' }] }, 'Patient.name[0] invariant'],
    ['an empty text', { name: [{ family: '' }] }, 'Patient.name[0].family value'],
    ['null', { active: null }, 'Patient.active value'],
    ['null in an array of objects', { name: [null] }, 'Patient.name[0] structure'],
    ['null without a sibling', { name: [{ given: [null] }] }, 'Patient.name[0].given[0] structure'],
    ['text for an object', { maritalStatus: 'M' }, 'Patient.maritalStatus structure'],
    ['text for a boolean', { active: 'true' }, 'Patient.active value'],
    ['a day that no month has', { birthDate: '1981-02-29' }, 'Patient.birthDate value'],
    ['a bad id', { id: 'a b' }, 'Patient.id value'],
    ['a code outside a required binding', { gender: 'm' }, 'Patient.gender code-invalid'],
    [
      'a choice made twice',
      { deceasedBoolean: true, deceasedDateTime: '2020' },
      'Patient.deceased structure',
    ],
    [
      'a choice made twice by an extension',
      { deceasedBoolean: true, _deceasedDateTime: { extension: [extension] } },
      'Patient.deceased structure',
    ],
    [
      'an extension without url',
      { extension: [{ valueString: 'x' }] },
      'Patient.extension[0].url required',
    ],
    ['an extension with nothing', { extension: [{ url: 'u' }] }, 'Patient.extension[0] invariant'],
    [
      'an extension with both',
      { extension: [{ ...extension, extension: [extension] }] },
      'Patient.extension[0] invariant',
    ],
    ['a sibling with nothing', { _birthDate: {} }, 'Patient.birthDate invariant'],
    ['a sibling with a value', { _birthDate: { value: 1 } }, 'Patient.birthDate structure'],
    ['an invariant', { contact: [{ gender: 'male' }] }, 'Patient.contact[0] invariant'],
    [
      'a script',
      { text: { status: 'generated', div: '<div><script>x</script></div>' } },
      'Patient.text.div invariant',
    ],
    [
      'a reference to another type',
      { managingOrganization: { reference: 'Patient/1' } },
      'Patient.managingOrganization.reference structure',
    ],
    [
      'a reference said to be another type',
      { managingOrganization: { type: 'Patient' } },
      'Patient.managingOrganization.type structure',
    ],
    [
      'a relative reference without type',
      { managingOrganization: { reference: '1' } },
      'Patient.managingOrganization.reference value',
    ],
    [
      'a fragment that nothing has',
      { managingOrganization: { reference: '#o' } },
      'Patient.managingOrganization.reference invariant',
    ],
    [
      'a contained resource that nothing uses',
      { contained: [organization] },
      'Patient.contained[0] invariant',
    ],
  ])('%s', ([, change, fault]) => {
    expect(faults({ ...patient, ...change })).toContain(fault);
  });
});

describe('a reference that nobody has resolved', () => {
  const severities = (change: object) =>
    validateResource({ ...patient, ...change }, { references: 'unresolved' }).map(
      ({ severity, expression }) => `${severity} ${expression}`,
    );

  test.for(['Patient/1', 'https://h/fhir/Patient/1', 'Patient?identifier=x'])(
    'names another type, %s, which is a warning until it is resolved',
    (reference) => {
      const change = { managingOrganization: { reference } };
      expect(severities(change)).toEqual(['warning Patient.managingOrganization.reference']);
      expect(faults({ ...patient, ...change })).not.toEqual([]);
    },
  );

  test.for([
    {
      contained: [{ resourceType: 'Patient', id: 'o' }],
      managingOrganization: { reference: '#o' },
    },
    { managingOrganization: { reference: 'Organization/1', type: 'Patient' } },
    { managingOrganization: { reference: '1' } },
  ])('is refused for what the resource itself says: %j', (change) => {
    expect(severities(change).map((each) => each.split(' ')[0])).toContain('error');
  });
});

describe('what R4 allows is accepted', () => {
  test.for<[string, object]>([
    ['a sibling instead of a value', { _birthDate: { extension: [extension] } }],
    [
      'null beside a sibling',
      { name: [{ given: ['A', null], _given: [null, { extension: [extension] }] }] },
    ],
    ['an id beside a value', { birthDate: '1980', _birthDate: { id: 'x' } }],
    ['a nested extension', { extension: [{ url: 'u', extension: [extension] }] }],
    [
      'a reference by urn:uuid',
      { managingOrganization: { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' } },
    ],
    [
      'a conditional reference',
      { managingOrganization: { reference: 'Organization?identifier=x|y' } },
    ],
    [
      'a version of an absolute reference',
      { managingOrganization: { reference: 'https://h/fhir/Organization/1/_history/2' } },
    ],
    [
      'a contained resource',
      { contained: [organization], managingOrganization: { reference: '#o' } },
    ],
  ])('%s', ([, change]) => {
    expect(validateResource({ ...patient, ...change })).toEqual([]);
  });
});

describe('rules of other types', () => {
  const bundle = (entry: object, type = 'transaction') => ({
    resourceType: 'Bundle',
    type,
    entry: [entry],
  });
  test.for<[string, object, string]>([
    ['obs-6', { ...observation, dataAbsentReason: { text: 'x' } }, 'Observation invariant'],
    [
      'obs-7',
      {
        ...observation,
        code: { coding: [{ code: 'a' }] },
        component: [{ code: { coding: [{ code: 'a' }] } }],
      },
      'Observation invariant',
    ],
    [
      'qty-3',
      { ...observation, valueQuantity: { value: 1, code: 'kg' } },
      'Observation.valueQuantity invariant',
    ],
    [
      'per-1',
      { ...observation, effectivePeriod: { start: '2021-01-02', end: '2021-01-01' } },
      'Observation.effectivePeriod invariant',
    ],
    ['bdl-3', bundle({ resource: patient }), 'Bundle invariant'],
    ['bdl-5', bundle({ fullUrl: 'urn:x' }, 'collection'), 'Bundle.entry[0] invariant'],
    [
      'a resource in a Bundle',
      bundle({ resource: { ...patient, x: 1 } }, 'collection'),
      'Bundle.entry[0].resource.x structure',
    ],
    [
      'a bound CodeableConcept',
      {
        resourceType: 'Condition',
        subject: { reference: 'Patient/1' },
        clinicalStatus: { text: 'active' },
      },
      'Condition.clinicalStatus code-invalid',
    ],
    [
      'dom-2',
      { ...patient, contained: [{ ...organization, contained: [organization] }] },
      'Patient invariant',
    ],
    [
      'que-2',
      {
        resourceType: 'Questionnaire',
        status: 'draft',
        item: [{ linkId: '1', type: 'group', item: [{ linkId: '1', type: 'string' }] }],
      },
      'Questionnaire invariant',
    ],
    [
      'SimpleQuantity',
      { ...observation, referenceRange: [{ low: { value: 1, comparator: '<' } }] },
      'Observation.referenceRange[0].low.comparator structure',
    ],
  ])('%s', ([, resource, fault]) => {
    expect(faults(resource)).toContain(fault);
  });
});

describe('hostile input', () => {
  test('nesting without end is refused, and no stack overflows', () => {
    let deep: object = extension;
    for (let level = 0; level < 50_000; level++) deep = { url: 'u', extension: [deep] };
    const [issue] = validateResource({ ...patient, extension: [deep] });
    expect(issue?.code).toBe('too-costly');
  });

  test('after 200 issues one says that there are more', () => {
    const issues = validateResource({
      ...patient,
      name: Array.from({ length: 1_000 }, () => ({})),
    });
    expect(issues).toHaveLength(201);
    expect(issues.at(-1)?.code).toBe('too-costly');
  });

  test('a list compared with each of many components costs no square', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => at);
    const start = performance.now();
    const issues = validateResource({
      ...observation,
      code: { coding: many.map((at) => ({ code: `a${at}` })) },
      component: many.map((at) => ({ code: { coding: [{ code: `b${at}` }] } })),
    });
    expect(issues).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('no issue quotes what was sent', () => {
    const secret = 'Canary-7731';
    const issues = validateResource({
      resourceType: 'Patient',
      [`${secret} x`]: secret,
      gender: secret,
      birthDate: secret,
      link: secret,
      maritalStatus: { coding: [{ system: `${secret} ${secret}` }] },
      managingOrganization: { reference: secret },
      text: { status: 'generated', div: `<div>${secret}<script/></div>` },
    });
    expect(issues.length).toBeGreaterThan(6);
    expect(JSON.stringify(issues)).not.toContain(secret);
  });

  test('keys of the prototype are properties like others', () => {
    const json = '{"resourceType":"Patient","__proto__":{"a":1},"constructor":1}';
    expect(faults(JSON.parse(json))).toEqual([
      'Patient structure',
      'Patient.constructor structure',
    ]);
  });
});

describe('element definitions', () => {
  const profile = (many: number) => ({
    resourceType: 'StructureDefinition',
    differential: { element: Array.from({ length: many }, () => ({ path: 'P.a' })) },
  });
  const tooMany = 'StructureDefinition.differential.element too-costly';

  test('beyond five thousand are refused instead of looked at', () => {
    expect(faults(profile(5_000))).not.toContain(tooMany);
    expect(faults(profile(5_001))).toEqual([tooMany]);
  });

  test('are counted wherever they stand, and 1 MiB of them takes less than a second', () => {
    const resources = Array.from({ length: 14 }, () => profile(5_000));
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: resources.map((resource, index) => ({ fullUrl: `urn:oid:1.${index}`, resource })),
    };
    const before = process.cpuUsage();
    const found = faults(bundle);
    const { user, system } = process.cpuUsage(before);
    expect(found.join()).toContain('Bundle.entry[13].resource.differential.element too-costly');
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});
