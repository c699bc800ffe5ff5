/** A small, valid transaction Bundle about one person. */
export function onePatientBundle(family: string, more: readonly object[] = []): object {
  const patient = 'urn:uuid:10000000-0000-4000-8000-000000000001';
  const entries = [
    {
      resourceType: 'Patient',
      name: [{ use: 'official', family, given: ['Test'] }],
      birthDate: '1980-02-03',
    },
    weight(70.5, '2020-01-01', patient),
    ...more,
  ];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entries.map((resource, index) => ({
      fullUrl: `urn:uuid:10000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      resource,
      request: { method: 'POST', url: 'resourceType' in resource ? resource.resourceType : '' },
    })),
  };
}

function weight(value: number, at: string, subject: string): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Body weight', coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    subject: { reference: subject },
    effectiveDateTime: at,
    valueQuantity: { value, unit: 'kg' },
  };
}
