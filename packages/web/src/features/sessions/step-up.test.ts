import { expect, test } from 'vitest';
import { createStepUp } from './step-up.ts';

test('whoever gives up leaves every waiting call refused', async () => {
  const stepUp = createStepUp();
  const both = [stepUp.ask(), stepUp.ask()];
  stepUp.answer(false);
  expect(await Promise.all(both)).toEqual([false, false]);
});

test('one question serves all that wait, and the next is a question of its own', async () => {
  const stepUp = createStepUp();
  const seen: boolean[] = [];
  const stop = stepUp.subscribe(() => seen.push(stepUp.isAsking()));
  const first = [stepUp.ask(), stepUp.ask()];
  stepUp.answer(true);
  const second = stepUp.ask();
  stepUp.answer(false);
  expect(await Promise.all([...first, second])).toEqual([true, true, false]);
  expect(seen).toEqual([true, false, true, false]);
  stop();
  void stepUp.ask();
  expect(seen).toHaveLength(4);
});

test('an answer that nobody asked for changes nothing', async () => {
  const stepUp = createStepUp();
  stepUp.answer(true);
  const asked = stepUp.ask();
  stepUp.answer(false);
  expect(await asked).toBe(false);
});
