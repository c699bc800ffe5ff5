import { describe, expect, test } from 'vitest';
import { browserWords } from './browser-words.ts';

describe('a browser is named in words', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Firefox on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari on macOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Microsoft Edge on Linux',
    ],
    ['curl/8.5.0', 'curl'],
    ['node', 'node'],
    ['', 'Unknown browser'],
    ['<script>', 'Unknown browser'],
    ['Ünïcödé', 'Unknown browser'],
  ])('%s', (userAgent, words) => {
    expect(browserWords(userAgent)).toBe(words);
  });

  test('nothing that it sends is longer than 100 characters, or other than plain words', () => {
    for (const userAgent of [
      'A'.repeat(300),
      'a<b>&"\'\r\n'.repeat(30),
      '(((((((((',
      '/'.repeat(300),
    ]) {
      const words = browserWords(userAgent);
      expect(words.length).toBeLessThanOrEqual(100);
      expect(words).toMatch(/^[\w .+-]+$/);
    }
    expect(browserWords(null)).toBe('Unknown browser');
  });
});
