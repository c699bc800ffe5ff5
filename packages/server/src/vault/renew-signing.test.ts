import { randomUUID } from 'node:crypto';
import { PersonId } from '@wardkeep/contract';
import { decodeProtectedHeader } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { TestProvider, testKeys, type TestKeys } from '../testing/test-keys.ts';
import { sessionTokens, type SessionTokens } from './session-tokens.ts';
import type { Vault } from './vault.ts';

let database: TestDatabase;
let keys: TestKeys;
let root: TestProvider;
let vault: Vault;
let tokens: SessionTokens;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  keys = await testKeys(database.db);
  root = new TestProvider();
  vault = await keys.open(root);
  tokens = tokensOf(vault);
});
afterEach(() => keys.remove());

const now = (): Date => keys.clock.now;
const tokensOf = (opened: Vault): SessionTokens => sessionTokens(opened.service, 'RS256');

function pass(minutes: number): void {
  keys.clock.now = new Date(now().getTime() + minutes * 60_000);
}

function newToken(by: SessionTokens = tokens): Promise<string> {
  const accessExpiresAt = new Date(now().getTime() + 15 * 60_000);
  const personId = PersonId.parse(randomUUID());
  return by.sign({ personId, sessionId: randomUUID(), accessExpiresAt }, now());
}

const isValid = async (token: string, by: SessionTokens = tokens): Promise<boolean> =>
  (await by.verify(token, now())) !== undefined;
const kidOf = (token: string): string | undefined => decodeProtectedHeader(token).kid;

async function storedVersions(): Promise<readonly number[]> {
  const rows = await database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('service_key')
      .select('version')
      .where('name', '=', 'session-signing')
      .orderBy('version')
      .execute(),
  );
  return rows.map(({ version }) => version);
}

describe('the key of access tokens', () => {
  test('is a new one after each rotation; tokens of the one before count until they end', async () => {
    const before = await newToken();
    pass(1);
    await vault.rotate({});
    const after = await newToken();
    expect([kidOf(before), kidOf(after)]).toEqual(['session-signing.1', 'session-signing.2']);
    expect([await isValid(before), await isValid(after)]).toEqual([true, true]);
    pass(13.9);
    expect(await isValid(before)).toBe(true);
  });

  test('signs nothing that counts 20 minutes after it was replaced, and is then deleted', async () => {
    await vault.rotate({});
    pass(20);
    const kids = tokens.publicKeys().map(({ kid }) => kid);
    expect(kids).toEqual(['session-signing.2']);
    expect(await storedVersions()).toEqual([1, 2]);
    await keys.open(root);
    expect(await storedVersions()).toEqual([2]);
  });

  test('that was replaced after an incident signs nothing that counts from then on', async () => {
    const before = await newToken();
    expect(await isValid(before)).toBe(true);
    await vault.rotate({ reason: 'incident' });
    expect(await isValid(before)).toBe(false);
    expect(await storedVersions()).toEqual([2]);
    expect(await isValid(await newToken())).toBe(true);
  });

  test('that another server made is found at its first token', async () => {
    const other = await keys.open(root);
    const there = tokensOf(other);
    expect(kidOf(await newToken(there))).toBe('session-signing.1');
    await vault.rotate({});
    const token = await newToken();
    expect(kidOf(token)).toBe('session-signing.2');
    expect(await isValid(token, there)).toBe(true);
  });

  test('that nobody knows makes the database be asked at most once a second', async () => {
    const [header = '', ...rest] = (await newToken()).split('.');
    const named = (kid: string): string => {
      const text = Buffer.from(header, 'base64url').toString().replace('session-signing.1', kid);
      return [Buffer.from(text).toString('base64url'), ...rest].join('.');
    };
    expect(await isValid(named('session-signing.9'))).toBe(false);
    await vault.service.lookAgain();
    const begun = performance.now();
    for (let version = 10; version < 1010; version += 1)
      expect(await isValid(named(`session-signing.${version}`))).toBe(false);
    // Each question takes some milliseconds; a thousand of them would take seconds.
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});
