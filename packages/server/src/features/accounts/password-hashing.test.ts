import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPasswordHashing, type PasswordHashing } from './password-hashing.ts';
import { ARGON2ID, needsRehash, readHash, type HashSettings } from './password-parameters.ts';

const peppers = {
  password: (personId: string, password: string) =>
    createHmac('sha256', 'pepper')
      .update(`${personId}\n${password.normalize('NFC')}`)
      .digest('base64'),
};
const BCRYPT: HashSettings = { kind: 'bcrypt', bcryptCost: 12 };
const started: PasswordHashing[] = [];
const start = (settings: HashSettings): PasswordHashing => {
  const hashing = startPasswordHashing(settings);
  started.push(hashing);
  return hashing;
};
const bcrypt = start(BCRYPT);
const argon2id = start({ ...BCRYPT, kind: 'argon2id' });
afterAll(async () => {
  await Promise.all(started.map((hashing) => hashing.close()));
});

const personId = 'a person';
const password = 'correct horse battery staple';
const check = (hashing: PasswordHashing, passwordHash: string, tried = password) =>
  hashing.check(peppers, {
    password: tried,
    stored: { personId, passwordHash },
    isKnownDevice: false,
  });

describe('two kinds of hashes', () => {
  let old: string;
  beforeAll(async () => {
    old = await bcrypt.hash(peppers, { personId, password });
  });

  test('a stored hash says what it was made with: no less than is asked for', async () => {
    expect(readHash(old)).toEqual({ kind: 'bcrypt', cost: 12 });
    const newer = await argon2id.hash(peppers, { personId, password });
    const made = readHash(newer);
    expect(made).toMatchObject({ kind: 'argon2id', memoryCost: ARGON2ID.memoryCost });
    expect(ARGON2ID.memoryCost).toBeGreaterThanOrEqual(47_104);
    expect(await check(argon2id, newer)).toEqual({ matches: true });
  });

  test('both are verified whatever the settings are, and replaced by one that the settings ask for', async () => {
    const { matches, rehashed = '' } = await check(argon2id, old);
    expect(matches).toBe(true);
    expect(readHash(rehashed)?.kind).toBe('argon2id');
    expect(await check(argon2id, rehashed)).toEqual({ matches: true });
    const back = await check(bcrypt, rehashed);
    expect(readHash(back.rehashed ?? '')).toEqual({ kind: 'bcrypt', cost: 12 });
  });

  test('a wrong password, and anybody else’s, is neither accepted nor replaces a hash', async () => {
    expect(await check(argon2id, old, `${password}!`)).toEqual({ matches: false });
    const passwordHash = await argon2id.hash(peppers, { personId: 'somebody else', password });
    expect(await check(argon2id, passwordHash)).toEqual({ matches: false });
    const nobody = { password, stored: undefined, isKnownDevice: false };
    expect(await bcrypt.check(peppers, nobody)).toEqual({ matches: false });
  });
});

const B12 = `$2b$12$${'a'.repeat(53)}`;
const argon = (m: number, t = 1): string => `$argon2id$v=19$m=${m},t=${t},p=1$c2FsdA$aGFzaA`;

test.each([
  [B12, BCRYPT, false],
  [B12, { ...BCRYPT, bcryptCost: 13 }, true],
  [`$2b$13$${'a'.repeat(53)}`, BCRYPT, false],
  [B12, { ...BCRYPT, kind: 'argon2id' as const }, true],
  [argon(47_104), { ...BCRYPT, kind: 'argon2id' as const }, false],
  [argon(65_536, 3), { ...BCRYPT, kind: 'argon2id' as const }, false],
  [argon(19_456, 2), { ...BCRYPT, kind: 'argon2id' as const }, true],
  [argon(47_104), BCRYPT, true],
  ['no hash', BCRYPT, true],
])('%s by %j is replaced: %s', (stored, settings, is) => {
  expect(needsRehash(stored, settings)).toBe(is);
});

test.skipIf(process.platform !== 'linux')(
  'threads that hash give way to the others; nobody else’s priority changes (Linux)',
  async () => {
    await bcrypt.hash(peppers, { personId, password });
    const nice = readdirSync('/proc/self/task').map((task) => {
      const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
      // proc(5): the 19th field; the second one, the name in brackets, may hold spaces.
      return { task, nice: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]) };
    });
    const main = nice.find(({ task }) => task === String(process.pid));
    const lower = nice.filter((each) => each.nice === 5);
    expect(main?.nice).not.toBe(5);
    expect(lower.length).toBeGreaterThanOrEqual(1);
    expect(lower.length).toBeLessThan(nice.length / 2);
  },
);
