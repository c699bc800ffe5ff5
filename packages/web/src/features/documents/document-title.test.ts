import { DOCUMENT_BYTES, MEDIA_TYPES } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { documentFault, titleFor } from './document-title.ts';

test.each([
  ['lab_report_2024.pdf', 'lab report 2024'],
  ['.pdf', '.pdf'],
  ['Röntgen  Knie.JPEG', 'Röntgen Knie'],
  ['v1.2 letter', 'v1.2 letter'],
])('the title of %j is %j', (fileName, title) => {
  expect(titleFor(fileName)).toBe(title);
});

test.each([
  [{ size: 0, type: 'application/pdf' }, 'empty'],
  [{ size: DOCUMENT_BYTES + 1, type: 'application/pdf' }, 'too-large'],
  [{ size: 1, type: 'text/html' }, 'wrong-type'],
  [{ size: 1, type: '' }, undefined],
  [{ size: DOCUMENT_BYTES, type: 'image/png' }, undefined],
])('a file of %j is told apart before it is sent', (file, fault) => {
  expect(documentFault(file, MEDIA_TYPES, DOCUMENT_BYTES)).toBe(fault);
});
