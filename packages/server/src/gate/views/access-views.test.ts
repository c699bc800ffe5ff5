import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { RECORD_KINDS, SENSITIVITIES } from '@wardkeep/contract';
import { viewTables } from './describe-views.ts';

const page = readFileSync(
  path.resolve(import.meta.dirname, '../../../../../docs/access-views.md'),
  'utf8',
);

test.for([...viewTables()])('docs/access-views.md says what is declared: %s', ([name, table]) => {
  const [, shown] = new RegExp(`<!-- ${name} -->\n+([^]*?)\n+<!-- end -->`).exec(page) ?? [];
  expect(cells(shown ?? '')).toEqual(cells(table));
});

test('docs/access-views.md names every sensitivity and kind of record', () => {
  for (const word of [...SENSITIVITIES, ...RECORD_KINDS]) expect(page).toContain(`\`${word}\``);
});

/** Without the blanks that Prettier puts into tables. */
function cells(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => !/^[|\s-]*$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}
