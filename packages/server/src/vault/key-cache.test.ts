import { SecretKey } from '@wardkeep/crypto';
import { expect, test } from 'vitest';
import { KeyCache } from './key-cache.ts';

const clock = { nowMs: 0 };
const cacheOf = (entries: number) => new KeyCache({ entries, ttlMs: 60_000 }, () => clock.nowMs);

function isCached(cache: KeyCache, id: string): boolean {
  let asked = false;
  cache.get(id, `person of ${id}`, () => {
    asked = true;
    return SecretKey.generate();
  });
  return !asked;
}

test('the least recently used key leaves first, not the oldest', () => {
  const cache = cacheOf(2);
  isCached(cache, 'a');
  isCached(cache, 'b');
  expect(isCached(cache, 'a')).toBe(true);
  isCached(cache, 'c');
  expect([isCached(cache, 'a'), cache.size]).toEqual([true, 2]);
  expect(isCached(cache, 'b')).toBe(false);
});

test('a key is unwrapped again after 60 s, however often it was used', () => {
  const cache = cacheOf(10);
  isCached(cache, 'a');
  clock.nowMs += 59_999;
  expect(isCached(cache, 'a')).toBe(true);
  clock.nowMs += 1;
  expect(isCached(cache, 'a')).toBe(false);
});

test('what has expired leaves memory though nobody asks for it', () => {
  const cache = cacheOf(10);
  isCached(cache, 'a');
  clock.nowMs += 30_000;
  isCached(cache, 'b');
  clock.nowMs += 30_000;
  cache.sweep();
  expect([cache.size, isCached(cache, 'b')]).toEqual([1, true]);
});

test('one person’s keys are forgotten, the others stay', () => {
  const cache = cacheOf(10);
  isCached(cache, 'a');
  isCached(cache, 'b');
  cache.forget('person of a');
  expect([isCached(cache, 'b'), isCached(cache, 'a')]).toEqual([true, false]);
  cache.clear();
  expect(cache.size).toBe(0);
});

test('what does not unwrap is not cached', () => {
  const cache = cacheOf(10);
  const refuse = (): never => {
    throw new Error('refused');
  };
  expect(() => cache.get('a', 'a', refuse)).toThrow('refused');
  expect(isCached(cache, 'a')).toBe(false);
});
