import { expect, test } from 'vitest';
import { lastActivity, noteActivity } from './activity.ts';

function storageWith(text: string | null) {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

test('what one tab noted, another reads', () => {
  const storage = storageWith(null);
  noteActivity(storage, 1000);
  expect(lastActivity(storage, 5000, 4000)).toBe(1000);
});

test.each([null, 'soon', '9999'])('%j is no moment of the past, and is not believed', (text) => {
  expect(lastActivity(storageWith(text), 5000, 4000)).toBe(4000);
});
