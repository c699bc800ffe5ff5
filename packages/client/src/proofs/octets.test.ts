import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './octets.ts';

test('base64 has one spelling for each octets', () => {
  for (const length of [0, 1, 2, 3, 4, 255]) {
    const octets = Uint8Array.from({ length }, (_, at) => (at * 37) % 256);
    expect(toBase64(octets)).toBe(Buffer.from(octets).toString('base64'));
    expect(fromBase64(toBase64(octets))).toEqual(octets);
  }
  for (const text of ['AB==', 'AAB=', 'A', 'AAAA=', ' AAA', 'AAA\n', 'AA-_', '===='])
    expect(fromBase64(text), text).toBeUndefined();
});
