import { expect, test } from 'vitest';
import { patched } from './patch-rules.ts';

const basic = { resourceType: 'Basic', id: 'a', code: { text: 'x' } };

test('a patch adds, and leaves what was given to it as it is', () => {
  const patch = [{ op: 'add', path: '/code/text', value: 'y' }];
  expect(patched(basic, patch, 'patch')).toEqual({ ...basic, code: { text: 'y' } });
  expect(basic.code.text).toBe('x');
});

test.each([
  '[{"op":"add","path":"/note","value":[{"__proto__":{"text":"x"}}]}]',
  '[{"op":"replace","path":"/code","value":{"__proto__":{"text":"x"}}}]',
  '[{"op":"test","path":"/code","value":{"__proto__":{"text":"x"}}}]',
])('a value with a member named __proto__ is refused in words: %s', (text) => {
  expect(() => patched(basic, JSON.parse(text) as unknown[], 'patch')).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      errors: [
        { path: 'patch[0]', message: 'must hold no member named __proto__', issue: 'structure' },
      ],
    }),
  );
});

test('a value that is nested without end is refused, and overflows nothing', () => {
  const value: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
  expect(() => patched(basic, [{ op: 'add', path: '/note', value }], 'patch')).toThrow(
    expect.objectContaining({ code: 'validation_failed' }),
  );
});
