/**
 * Holds docs/rate-limits.md to the limits that the contract and the server have: the one table of all of them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as contract from '../packages/contract/src/index.ts';
import { ACCESS, type AccessRule } from '../packages/server/src/gate/index.ts';
import { OTHER_LIMITS } from '../packages/server/src/http/request-limits.ts';

const page = readFileSync(path.join(import.meta.dirname, '../docs/rate-limits.md'), 'utf8');

test('the table of limits is that of the contract', () => {
  expect(rowsOf(page)).toEqual(expectedRows());
});

test('a limit that the page tells otherwise is found', () => {
  const planted = page.replace(/\| 20 +\|/, '| 21 |');
  expect(planted).not.toBe(page);
  expect(rowsOf(planted)).not.toEqual(expectedRows());
});

function expectedRows(): readonly string[] {
  const exported: readonly unknown[] = Object.values(contract);
  const endpoints = exported.filter(isEndpoint);
  const rows = endpoints
    .toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'))
    .map((endpoint) => {
      const rule: AccessRule = ACCESS[endpoint.action];
      const counted = rule.anyone === true ? 'address' : 'person';
      const { perMinute, bodyBytes } = endpoint.limit;
      return [`\`${endpoint.method} ${endpoint.path}\``, perMinute, counted, sizeOf(bodyBytes)];
    });
  const { readyz, pages } = OTHER_LIMITS;
  const others = [
    ['`GET /readyz`', readyz, 'address', 'none'],
    ['pages, and what there is not', pages, 'address', 'none'],
  ];
  return [...rows, ...others].map((cells) => cells.join(' | '));
}

function keyOf({ path: address, method }: contract.Endpoint): string {
  return `${address} ${method}`;
}

function isEndpoint(value: unknown): value is contract.Endpoint {
  return typeof value === 'object' && value !== null && 'path' in value && 'limit' in value;
}

function sizeOf(bytes: number): string {
  if (bytes === 0) return 'none';
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 1 ? `${mebibytes} MiB` : `${bytes / 1024} KiB`;
}

function rowsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^\| (`[A-Z]+ \/|pages)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    );
}
