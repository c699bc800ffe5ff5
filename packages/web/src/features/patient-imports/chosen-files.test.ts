import { expect, test } from 'vitest';
import { chosenFiles } from './chosen-files.ts';

const within = (path: string): File => {
  const file = new File(['{}'], path.split('/').at(-1) ?? '');
  return Object.defineProperty(file, 'relativePath', { value: path });
};
const names = (...files: readonly File[]): readonly string[] =>
  chosenFiles(files).map(({ name }) => name);

test('of a folder is taken what may hold records, by name', () => {
  const folder = ['/all/b.json.gz', '/all/a.ndjson', '/all/read.me', '/all/deep/c.XML'];
  expect(names(...folder.map(within))).toEqual(['all/a.ndjson', 'all/b.json.gz', 'all/deep/c.XML']);
});

test('a file that was chosen by itself is taken whatever it is called', () => {
  expect(names(new File([], 'records'), within('./bundle.txt'), within('/dropped.fhir'))).toEqual([
    'bundle.txt',
    'dropped.fhir',
    'records',
  ]);
});
