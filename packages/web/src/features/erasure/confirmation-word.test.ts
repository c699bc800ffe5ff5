import { expect, test } from 'vitest';
import { de } from '../../app/messages/de.ts';
import { en } from '../../app/messages/en.ts';
import { isConfirmationWord } from './confirmation-word.ts';

test.each([
  ['ERASE', en['erasure.word']],
  ['erase ', en['erasure.word']],
  ['löschen', de['erasure.word']],
  ['LO\u0308SCHEN', de['erasure.word']],
])('%j is the word that was asked for', (typed, word) => {
  expect(isConfirmationWord(typed, word)).toBe(true);
});

test.each([
  ['', en['erasure.word']],
  ['yes', en['erasure.word']],
  ['eras', en['erasure.word']],
  ['loschen', de['erasure.word']],
  ['ERASE', de['erasure.word']],
])('%j is not', (typed, word) => {
  expect(isConfirmationWord(typed, word)).toBe(false);
});
