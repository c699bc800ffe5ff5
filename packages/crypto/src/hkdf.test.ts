import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import { hkdfExpand, hkdfExtract, type HkdfHash } from './hkdf.ts';

const hashes: readonly HkdfHash[] = ['sha256', 'sha512'];

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof'), () => {
  test.each(hashes)('HKDF over %s gives what the vectors say', (hash) => {
    let seen = 0;
    for (const vector of tests(`hkdf_${hash}_test.json`)) {
      const key = hkdfExtract(hash, bytesOf(vector, 'salt'), bytesOf(vector, 'ikm'));
      const expand = () => hkdfExpand(hash, key, bytesOf(vector, 'info'), Number(vector['size']));
      seen += 1;
      if (vector.result === 'valid') {
        expect(expand(), `tcId ${vector.tcId}`).toEqual(bytesOf(vector, 'okm'));
      } else {
        expect(codeOf(expand), `tcId ${vector.tcId}`).toBe('bad_input');
      }
    }
    expect(seen).toBeGreaterThan(30);
  });

  test.each(hashes)('HMAC over %s, which Extract is, gives what the vectors say', (hash) => {
    let seen = 0;
    for (const vector of tests(`hmac_${hash}_test.json`)) {
      const tag = bytesOf(vector, 'tag');
      const ours = hkdfExtract(hash, bytesOf(vector, 'key'), bytesOf(vector, 'msg'));
      const equal = ours.subarray(0, tag.length).equals(tag);
      expect(equal, `tcId ${vector.tcId}`).toBe(vector.result === 'valid');
      seen += 1;
    }
    expect(seen).toBeGreaterThan(60);
  });
});

test('more than 255 blocks are refused', () => {
  const key = Buffer.alloc(32);
  expect(hkdfExpand('sha256', key, key, 255 * 32)).toHaveLength(255 * 32);
  expect(codeOf(() => hkdfExpand('sha256', key, key, 255 * 32 + 1))).toBe('bad_input');
});

function tests(file: string) {
  return readWycheproof(file).flatMap((group) => group.tests);
}
