import { expect, test } from 'vitest';
import { StatementNames } from './statement-names.ts';

test('a statement has a name from the second time on, and always the same', () => {
  const names = new StatementNames();
  expect(names.nameOf('select $1')).toBeUndefined();
  const name = names.nameOf('select $1');
  expect(name).toBeDefined();
  expect(names.nameOf('select $1')).toBe(name);
  names.nameOf('select $2');
  expect(names.nameOf('select $2')).not.toBe(name);
});

test('texts that are sent once take no names from those that come later', () => {
  const names = new StatementNames();
  for (let n = 0; n < 10_000; n += 1) names.nameOf(`select ${n}`);
  expect(names.nameOf('select $1')).toBeUndefined();
  expect(names.nameOf('select $1')).toBeDefined();
});

test('there are so many names, and no more', () => {
  const names = new StatementNames();
  const named = Array.from({ length: 1000 }, (_each, n) => {
    names.nameOf(`select ${n}`);
    return names.nameOf(`select ${n}`);
  });
  expect(new Set(named.filter((name) => name !== undefined)).size).toBe(512);
  expect(names.nameOf('select 0')).toBe(named[0]);
});
