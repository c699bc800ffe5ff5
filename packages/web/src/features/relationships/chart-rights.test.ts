import { type ConsentTerms, PersonId, type Relationship, type Role } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { rightsOf } from './chart-rights.ts';

const TERMS: ConsentTerms = {
  kinds: ['results', 'documents'],
  sensitivities: [],
  mayWrite: false,
  mayShare: false,
};

function relationship(kind: Relationship['kind'], terms: Partial<ConsentTerms> | null = {}) {
  return {
    grantId: '33333333-3333-4333-8333-333333333333',
    patientId: PersonId.parse('11111111-1111-4111-8111-111111111111'),
    kind,
    patientLabel: 'Demo',
    terms: terms && { ...TERMS, ...terms },
    proposed: null,
    proposedUntil: null,
    until: null,
    version: 1,
  };
}
const granted = (role: Role, terms: Partial<ConsentTerms> = {}) =>
  rightsOf(role, [relationship('consent', terms)]);

test('a guardian may do everything that the chart’s owner may', () => {
  const rights = rightsOf('patient', [relationship('guardian', null)]);
  expect(Object.entries(rights).filter(([, may]) => may === false)).toEqual([
    ['isRedacted', false],
  ]);
  expect(rights.kinds).toBe('all');
});

test('looking is neither adding nor sharing, and nobody but the owner’s side deletes or manages', () => {
  expect(granted('provider')).toEqual({
    kinds: ['documents', 'results'],
    openRecords: true,
    addRecords: false,
    addKinds: [],
    changeRecords: false,
    seeDocuments: true,
    addDocuments: false,
    deleteDocuments: false,
    share: false,
    export: true,
    manage: false,
    isRedacted: false,
  });
  const all = granted('provider', { mayWrite: true, mayShare: true });
  expect(all).toMatchObject({ deleteDocuments: false, manage: false });
});

test('documents are seen and added where the terms name them', () => {
  const without = granted('carer', { kinds: ['results'], mayWrite: true });
  expect(without).toMatchObject({ seeDocuments: false, addDocuments: false, addRecords: true });
});

test('a technologist adds files and sees and shares none; a client adds nothing', () => {
  const terms = { mayWrite: true, mayShare: true };
  expect(granted('technologist', terms)).toMatchObject({
    addKinds: ['documents', 'results'],
    changeRecords: false,
    seeDocuments: false,
    addDocuments: true,
    share: false,
    export: false,
  });
  expect(granted('client', terms)).toMatchObject({
    openRecords: false,
    addRecords: false,
    addDocuments: false,
    seeDocuments: false,
    share: false,
    isRedacted: true,
  });
});

test('in an emergency all is seen, and what may be changed is what was consented to', () => {
  const emergency = relationship('emergency', null);
  expect(rightsOf('provider', [emergency])).toMatchObject({
    kinds: 'all',
    seeDocuments: true,
    addRecords: false,
    share: false,
  });
  const both = [emergency, relationship('consent', { kinds: ['results'], mayWrite: true })];
  expect(rightsOf('provider', both)).toMatchObject({ seeDocuments: true, addRecords: true });
});
