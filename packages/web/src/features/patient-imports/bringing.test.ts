import { ProblemError } from '@wardkeep/client';
import { PersonId } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { type Bringing, createBringing } from './bringing.ts';
import { type PatientReport, reportText } from './ledger.ts';

const file = (name: string, text = '{"resourceType":"Bundle"}') => ({
  name,
  blob: new Blob([text]),
});
const FILES = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => file(name));

const report = (more: Partial<PatientReport> = {}): PatientReport => ({
  patientId: PersonId.parse('5f0c8f0e-6c62-4b1c-9d6d-0a4f5a2b7c11'),
  isNew: true,
  imported: 2,
  unchanged: 0,
  byType: {},
  notTakenCount: 0,
  notTaken: [],
  documentId: null,
  ...more,
});

const refused = (code: 'validation_failed' | 'step_up_needed'): ProblemError =>
  new ProblemError({
    type: 'about:blank',
    title: 'Refused',
    status: 422,
    code,
    detail: 'It is wrong.',
    requestId: '40000000-0000-4000-8000-000000000000',
    ...(code === 'validation_failed' && {
      errors: [{ path: 'entry[1].resource', message: 'must be\tone' }],
    }),
  });

test('who is refused keeps nobody out, and the report says where and why', async () => {
  const bringing = createBringing();
  const notTaken = [{ where: 'line 2', code: 'invalid', why: 'has no status' } as const];
  await bringing.start([...FILES.slice(0, 3), file('photo', 'JFIF')], ({ name }) => {
    if (name === 'b') return Promise.reject(refused('validation_failed'));
    const known = { isNew: false, imported: 1, unchanged: 5, notTakenCount: 1, notTaken };
    return Promise.resolve(report(name === 'c' ? known : {}));
  });
  expect(bringing.state()).toMatchObject({
    phase: 'done',
    counts: { done: 3, total: 3, isNew: 1, isKnown: 1, refused: 2 },
  });
  expect(bringing.state().counts).toMatchObject({ imported: 3, unchanged: 5, notTaken: 1 });
  expect(reportText(bringing.lines())).toBe(
    'photo\t\tbad_file\tIt is no FHIR Bundle, NDJSON or C-CDA document.\n' +
      'b\tentry[1].resource\tvalidation_failed\tmust be one\n' +
      'c\tline 2\tinvalid\thas no status\n',
  );
});

test('stopped, it lets arrive what is on its way, and goes on with the rest only', async () => {
  const bringing = createBringing();
  const sent: string[] = [];
  await bringing.start(FILES, ({ name }) => {
    sent.push(name);
    if (name === 'b') bringing.stop();
    return Promise.resolve(report());
  });
  expect(bringing.state().phase).toBe('stopped');
  expect(bringing.state().counts.done).toBe(sent.length);
  expect(sent.length).toBeLessThan(FILES.length);
  await bringing.goOn();
  expect(bringing.state()).toMatchObject({ phase: 'done', counts: { done: 6, isNew: 6 } });
  expect(sent.toSorted()).toEqual(FILES.map(({ name }) => name));
});

test('what concerns all of them stops it, and it can be gone on with', async () => {
  const bringing: Bringing = createBringing();
  let isProved = false;
  await bringing.start(FILES, ({ name }) =>
    name === 'c' && !isProved
      ? Promise.reject(refused('step_up_needed'))
      : Promise.resolve(report()),
  );
  expect(bringing.state()).toMatchObject({ phase: 'stopped', counts: { refused: 0 } });
  expect(bringing.state().error).toBeInstanceOf(ProblemError);
  isProved = true;
  await bringing.goOn();
  expect(bringing.state()).toMatchObject({ phase: 'done', error: null, counts: { done: 6 } });
});
