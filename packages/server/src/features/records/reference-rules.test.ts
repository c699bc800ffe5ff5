import { expect, test } from 'vitest';
import { ERRORS_MOST, rewriteReferences, type ReferenceContext } from './reference-rules.ts';

const contextOf = (targets: readonly [string, string][] = []): ReferenceContext => ({
  targets: new Map(targets),
  unresolved: [],
  invalid: [],
  outside: [],
});

test('what is reported says where it is, and the rest stays as it was', () => {
  const context = contextOf([['urn:a', 'Patient/1']]);
  const resource = {
    resourceType: 'Basic',
    subject: { reference: 'urn:a' },
    author: [{ reference: 'urn:b' }, { reference: 'Group/2' }, { reference: '#here' }],
    size: [[1, Infinity]],
  };
  expect(rewriteReferences(resource, 'entry[3].resource', context)).toEqual({
    ...resource,
    subject: { reference: 'Patient/1' },
  });
  expect(context).toMatchObject({
    unresolved: [
      { path: 'entry[3].resource.author[0].reference', message: 'names nothing in this file' },
    ],
    outside: [{ path: 'entry[3].resource.author[1].reference', type: 'Group', id: '2' }],
    invalid: [{ path: 'entry[3].resource.size[0][1]', message: 'must be a finite number' }],
  });
  expect(resource.subject.reference).toBe('urn:a');
});

test('a reference inside a member named __proto__ is rewritten, and stays a member', () => {
  const text = (to: string): string =>
    `{"resourceType":"Basic","__proto__":{"reference":"${to}"},"z":[{"reference":"${to}"},1]}`;
  const rewritten = rewriteReferences(
    JSON.parse(text('urn:a')),
    'entry[0].resource',
    contextOf([['urn:a', 'Patient/1']]),
  );
  expect(JSON.stringify(rewritten)).toBe(text('Patient/1'));
});

test('no more findings are kept than are answered', () => {
  const context = contextOf();
  const list = Array.from({ length: 1000 }, () => ({ reference: 'urn:b', size: Infinity }));
  rewriteReferences({ resourceType: 'Basic', list }, 'entry[0].resource', context);
  expect([context.unresolved.length, context.invalid.length]).toEqual([ERRORS_MOST, ERRORS_MOST]);
});

test('what has nothing to rewrite is not copied', () => {
  const list = Array.from({ length: 1000 }, () => ({}));
  const subject = { reference: 'urn:a' };
  const targets: [string, string][] = [['urn:a', 'Patient/1']];
  const rewritten = rewriteReferences(
    { resourceType: 'Basic', list, subject },
    'entry[0].resource',
    contextOf(targets),
  );
  expect(rewritten['subject']).toEqual({ reference: 'Patient/1' });
  expect(rewritten['list']).toBe(list);
});
