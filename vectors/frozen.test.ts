import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allVectors } from './make/all.ts';

test('every vector file is what its maker writes, to the byte, and none is left over', async () => {
  const made = await allVectors();
  const files = readdirSync(import.meta.dirname).filter((name) =>
    /^(?!tsconfig).*\.json$/.test(name),
  );
  expect(files.sort()).toEqual([...made.keys()].sort());
  expect(files.length).toBeGreaterThan(8);
  for (const [name, text] of made) {
    expect(readFileSync(join(import.meta.dirname, name), 'utf8') === text, name).toBe(true);
  }
});
