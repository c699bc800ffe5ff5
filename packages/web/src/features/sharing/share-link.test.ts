import { expect, test } from 'vitest';
import { readPastedLink } from './share-link.ts';

const HERE = 'https://keep.example.org';

test('a link of this installation gives its token', () => {
  expect(readPastedLink(` ${HERE}/shared#abc-_1\n`, HERE)).toEqual({
    kind: 'here',
    token: 'abc-_1',
  });
});

test('a link of another installation names its host, and is not followed here', () => {
  expect(readPastedLink('https://other.example/shared#abc', HERE)).toMatchObject({
    kind: 'elsewhere',
    host: 'other.example',
  });
});

test.each([
  '',
  'abc',
  `${HERE}/shared`,
  `${HERE}/shared#`,
  `${HERE}/chart#abc`,
  'javascript:alert(1)//shared#abc',
])('%j is no share link', (pasted) => {
  expect(readPastedLink(pasted, HERE)).toEqual({ kind: 'none' });
});
