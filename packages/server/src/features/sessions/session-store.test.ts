import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts';
import { oneAtATime } from './session-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('sessions of one person begin one after the other, and nobody else’s wait', async () => {
  const personId = randomUUID();
  const order: string[] = [];
  const begin = (whose: string, name: string): Promise<void> =>
    database.db.transaction(async (tx) => {
      await oneAtATime(tx, whose);
      order.push(name);
    });
  const { second } = await database.db.transaction(async (tx) => {
    await oneAtATime(tx, personId);
    const second = begin(personId, 'second');
    await begin(randomUUID(), 'somebody else');
    await sleep(200);
    order.push('first');
    return { second };
  });
  await second;
  expect(order).toEqual(['somebody else', 'first', 'second']);
});
