/**
 * Holds docs/access.md to the table that the gate decides by.
 */
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { accessRows } from '../packages/server/src/features/access-table/index.ts';
import { ACCESS_PAGE, accessPage, forgottenActions } from './access-page.ts';

const page = readFileSync(ACCESS_PAGE, 'utf8');

test('the page of who may do what is that of the gate: `node tools/access-page.ts` writes it', async () => {
  expect(page).toBe(await formatted(accessPage()));
});

test('every action is on the page', () => {
  expect(forgottenActions()).toEqual([]);
  const named = [...page.matchAll(/^\| `([a-z-]+\.[a-z-]+)`/gm)].map(([, action = '']) => action);
  expect(named.toSorted((a, b) => a.localeCompare(b, 'en'))).toEqual(
    accessRows().map(({ action }) => action),
  );
});

test('an action that the gate opens to one role more is found', async () => {
  const planted = accessRows().map((row) =>
    row.action === 'chart.read' ? { ...row, by: { ...row.by, admin: ['role'] as const } } : row,
  );
  expect(await formatted(accessPage(planted))).not.toBe(page);
});

async function formatted(text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(ACCESS_PAGE)), filepath: ACCESS_PAGE });
}
