import { generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import { newTotpSecret, totpStep, totpUri } from './totp-rules.ts';

/** RFC 6238 appendix B: SHA-1 with the secret `12345678901234567890`; its eight digits end in our six. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const RFC_CODES = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

describe('a code of an authenticator app', () => {
  test.each(RFC_CODES)('is the one of RFC 6238 at %i s', (second, code) => {
    expect(totpStep(RFC_SECRET, code.slice(2), new Date(second * 1000))).toBe(
      Math.floor(second / 30),
    );
  });

  test('yardstick 14: counts one step of 30 s before and after its own, and no more', () => {
    const secret = newTotpSecret();
    const step = 58_000_000;
    const code = generateSync({ secret, epoch: step * 30 });
    const stepAt = (second: number) => totpStep(secret, code, new Date(second * 1000));
    const accepted = [-31, -30, -1, 0, 29, 30, 59, 60].filter(
      (offset) => stepAt(step * 30 + offset) === step,
    );
    expect(accepted).toEqual([-30, -1, 0, 29, 30, 59]);
  });

  test('may be typed with spaces, and is six digits or nothing', () => {
    const now = new Date(59_000);
    expect(totpStep(RFC_SECRET, ' 287 082 ', now)).toBe(1);
    for (const typed of [
      '28708',
      '2870820',
      '94287082',
      '28708a',
      '٢٨٧٠٨٢',
      '',
      '-87082',
      '2870.2',
    ])
      expect(totpStep(RFC_SECRET, typed, now), typed).toBeUndefined();
  });
});

describe('a secret', () => {
  test('has 160 bits, in base32, and is another one each time', () => {
    const secrets = new Set(Array.from({ length: 100 }, newTotpSecret));
    expect(secrets.size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  test('travels in a URI that every app reads, whatever is in the address', () => {
    const uri = new URL(totpUri(RFC_SECRET, 'a&b=c+d?e@example.test'));
    expect(uri.protocol + '//' + uri.host).toBe('otpauth://totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Wardkeep:a&b=c+d?e@example.test');
    expect(uri.searchParams.get('secret')).toBe(RFC_SECRET);
    expect(uri.searchParams.get('issuer')).toBe('Wardkeep');
    expect([...uri.searchParams.keys()]).not.toContain('b');
  });
});
