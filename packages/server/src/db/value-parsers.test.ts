import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { queries } from './queries.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase({ empty: true });
});
afterAll(() => own.drop());

const read = (text: string) =>
  own.db.transaction(async (tx) => {
    const { rows } = await sql<{ value: unknown }>`select ${sql.raw(text)} as value`.execute(
      queries(tx),
    );
    return rows[0]?.value;
  });

test.each([
  ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ['9007199254740991::int8', Number.MAX_SAFE_INTEGER],
  ['-9007199254740991::int8', Number.MIN_SAFE_INTEGER],
  ['count(*)', 1],
  ["'{1,null,-3}'::int8[]", [1, null, -3]],
  ["'2026-11-22 01:02:03.004+05:30'::timestamptz", new Date('2026-11-21T19:32:03.004Z')],
  ["'{2026-11-22 00:00Z}'::timestamptz[]", [new Date('2026-11-22T00:00:00Z')]],
  ["'2026-11-22'::date", '2026-11-22'],
  ["'{2026-11-22}'::date[]", ['2026-11-22']],
  ["'2026-11-22 01:02:03'::timestamp", '2026-11-22 01:02:03'],
  ['null::int8', null],
])('%s comes back as it is', async (text, value) => {
  expect(await read(text)).toEqual(value);
});

test.each(['9007199254740992::int8', "'{9007199254740992}'::int8[]", "'infinity'::timestamptz"])(
  '%s, which JavaScript cannot hold, is refused',
  async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'unsafe_value' });
    // The connection is none the worse.
    expect(await read('1')).toBe(1);
  },
);

test.each([
  ['bytea', Buffer.from([0, 1, 255])],
  ['timestamptz', new Date('1969-07-20T20:17:40.123Z')],
  ['int8', Number.MAX_SAFE_INTEGER],
  ['text', "'; drop table person; --"],
])('a %s parameter comes back unchanged', async (type, value) => {
  const answer = await own.db.transaction((tx) =>
    sql<{ value: unknown }>`select ${value}::${sql.raw(type)} as value`.execute(queries(tx)),
  );
  expect(answer.rows).toEqual([{ value }]);
});
