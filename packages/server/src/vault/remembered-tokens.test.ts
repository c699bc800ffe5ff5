import { createSecretKey } from 'node:crypto';
import { PersonId } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { RememberedTokens, type RememberedToken } from './remembered-tokens.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const ID = '00000000-0000-4000-8000-000000000000';
const REMEMBERED: RememberedToken = {
  claims: {
    personId: PersonId.parse(ID),
    sessionId: ID,
    accessExpiresAt: new Date('2026-01-01T00:15:00Z'),
  },
  key: createSecretKey(Buffer.alloc(32)),
};

test('a token that has ended is not remembered any more', () => {
  const tokens = new RememberedTokens();
  tokens.put('a', REMEMBERED);
  expect(tokens.get('a', NOW)).toBe(REMEMBERED);
  expect(tokens.get('a', REMEMBERED.claims.accessExpiresAt)).toBeUndefined();
  expect(tokens.size).toBe(0);
});

test('ten thousand are remembered; the one that was used longest ago goes first', () => {
  const tokens = new RememberedTokens();
  for (let id = 0; id < 10_000; id += 1) tokens.put(String(id), REMEMBERED);
  expect(tokens.get('0', NOW)).toBe(REMEMBERED);
  tokens.put('one more', REMEMBERED);
  expect([tokens.size, tokens.get('1', NOW), tokens.get('0', NOW)]).toEqual([
    10_000,
    undefined,
    REMEMBERED,
  ]);
});
