import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { examplePdf, examplePng } from './example-files.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}
// pngjs has no type declarations.
const { PNG }: { PNG: { sync: { read(file: Buffer): Picture } } } = createRequire(import.meta.url)(
  'pngjs',
);

test('the picture is a PNG that others read', () => {
  const picture = PNG.sync.read(Buffer.from(examplePng(3, 40, 30)));
  expect([picture.width, picture.height]).toEqual([40, 30]);
  expect(new Set(picture.data).size).toBeGreaterThan(20);
});

test('two seeds make two files', () => {
  expect(examplePng(1)).not.toEqual(examplePng(2));
  expect(examplePng(1)).toEqual(examplePng(1));
});

test('the PDF’s table points at its objects', () => {
  const text = Buffer.from(examplePdf(['One line', 'Another'])).toString('latin1');
  expect(text.startsWith('%PDF-1.4\n')).toBe(true);
  const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(5);
  for (const [index, offset] of offsets.entries()) {
    expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
  }
  const start = Number(/startxref\n(\d+)\n/.exec(text)?.[1]);
  expect(text.slice(start, start + 4)).toBe('xref');
});
