import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { passwordEstimate } from './password-estimate.ts';
import { fingerprint } from './password-fingerprint.ts';
import { COMMON_FINGERPRINTS } from './password-fingerprints.ts';
import { listedForms } from './password-rules.ts';

const LIST = path.resolve(
  import.meta.dirname,
  '../../../../../../shared/data/passwords/mostcommon_100000.txt.gz',
);
const hasList = existsSync(LIST);
const estimate = passwordEstimate();

/** Of the 100,000, those that are long enough for anybody. */
function inPolicy(): readonly string[] {
  const all = gunzipSync(readFileSync(LIST)).toString('utf8').split('\n');
  return all.filter((each) => Array.from(each).length >= 12);
}

describe('yardstick 6: the blocklist', () => {
  test.skipIf(!hasList)(
    'refuses every in-policy password of the 100,000 most common ones (skipped without ../shared/data)',
    () => {
      const passwords = inPolicy();
      expect(passwords.length).toBeGreaterThan(400);
      expect(passwords.filter((each) => estimate(each, []) === undefined)).toEqual([]);
      const dressedUp = passwords.map((each) => `${each.toUpperCase()}!1`);
      expect(dressedUp.filter((each) => estimate(each, []) === undefined)).toEqual([]);
    },
  );

  test.skipIf(!hasList)('is of the list that it says (skipped without ../shared/data)', () => {
    const forms = inPolicy().flatMap(listedForms).map(fingerprint);
    expect([...COMMON_FINGERPRINTS].toSorted()).toEqual([...new Set(forms)].toSorted());
  });

  test('has thousands of entries beside, and knows them in any case, with digits at the end', () => {
    expect(estimate('Unbelievable!1', [])).toBe('common');
    expect(estimate('qwertyuiopasdfghjkl99!', [])).toBe('common');
    expect(estimate('Motherfucker2026!!', [])).toBe('common');
  });
});

test.each([
  ['annabelsmith1980!', 'personal'],
  ['aaaaaaaaaaaaaaaaaaaa', 'repeats'],
  ['xyzxyzxyzxyzxyzxyz', 'repeats'],
  ['abcdefghijklmnopqrst', 'sequence'],
  ['zxcvbnm,./asdfghjkl;', 'keyboard'],
  ['!QAZ@WSX#EDC$RFV', 'common'],
  ['iloveyouforever', 'like-common'],
])('%s is refused, and why is said: %s', (password, why) => {
  expect(estimate(password, ['annabel', 'smith'])).toBe(why);
});

test.each([
  // yardstick 2: no rule of composition.
  'kjhsdfkuewrbvlkjzhxc',
  'correct horse battery staple',
  'vier Räder unter neun Monden',
  'سر كلمة المرور الطويلة جدا',
  '密码学家在月亮上种植西红柿和黄瓜',
  '😀🙈🚀🌍🎉🔥💧🌱🐙🍕🚲⛵📚🎸🧩',
  '9f2c7a51d0e84b36a1c5',
])('%s is let pass', (password) => {
  expect(estimate(password, ['annabel', 'smith'])).toBeUndefined();
});

test('a long password is judged by its beginning, in less than a second each', () => {
  const hostile = [
    'aB3$'.repeat(64),
    '4@8(361!0$7+2%5'.repeat(17),
    `${'1'.repeat(128)}${'a'.repeat(128)}`,
  ];
  const startMs = process.cpuUsage().user / 1000;
  for (const each of hostile) estimate(each, []);
  expect(process.cpuUsage().user / 1000 - startMs).toBeLessThan(hostile.length * 1000);
});
