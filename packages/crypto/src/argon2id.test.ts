import { expect, test } from 'vitest';
import { argon2id, argon2idOfPeer } from './argon2id.ts';

const message = Buffer.from('five small boats');
const salt = Buffer.alloc(16, 3);

test.each([
  { memoryKiB: 65_536, passes: 3, parallelism: 1, salt },
  { memoryKiB: 8192, passes: 4, parallelism: 4, salt },
])('the optional peer gives the bytes of node:crypto: $memoryKiB KiB', (parameters) => {
  const bytes = argon2id(message, parameters);
  expect(bytes).toHaveLength(32);
  expect(argon2idOfPeer(message, parameters).equals(bytes)).toBe(true);
});
