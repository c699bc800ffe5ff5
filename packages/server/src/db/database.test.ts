import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { openDatabase } from './database.ts';
import { queries } from './queries.ts';
import type { Tx } from './tx.ts';

let own: TestDatabase;

beforeAll(async () => {
  own = await createTestDatabase({ empty: true });
  await own.db.transaction(async (tx) => {
    await sql`create table note (id int primary key, text text check (text <> ''))`.execute(
      queries(tx),
    );
  });
});
afterAll(() => own.drop());
beforeEach(() => own.db.transaction((tx) => sql`delete from note`.execute(queries(tx))));

const insert = (tx: Tx, id: number, text = 'x') =>
  sql`insert into note values (${id}, ${text})`.execute(queries(tx));

const ids = () =>
  own.db.transaction(async (tx) => {
    const { rows } = await sql<{ id: number }>`select id from note order by id`.execute(
      queries(tx),
    );
    return rows.map(({ id }) => id);
  });

describe('a transaction', () => {
  test('that throws leaves nothing behind, and the error is the one thrown', async () => {
    const cause = new Error('no');
    const failed = own.db.transaction(async (tx) => {
      await insert(tx, 1);
      throw cause;
    });
    await expect(failed).rejects.toBe(cause);
    expect(await ids()).toEqual([]);
  });

  test('that hides a failed statement is refused, not quietly rolled back', async () => {
    const failed = own.db.transaction(async (tx) => {
      await insert(tx, 1);
      await insert(tx, 1).catch(() => undefined);
      return 'acknowledged';
    });
    await expect(failed).rejects.toMatchObject({ code: 'rolled_back' });
    expect(await ids()).toEqual([]);
  });

  test('cannot be used after its end, by token or by what was made of it', async () => {
    const kept = await own.db.transaction(async (tx) => ({ tx, made: queries(tx) }));
    expect(() => queries(kept.tx)).toThrow(expect.objectContaining({ code: 'transaction_over' }));
    const late = sql`insert into note values (7, 'late')`.execute(kept.made);
    await expect(late).rejects.toMatchObject({ code: 'transaction_over' });
    expect(await ids()).toEqual([]);
  });

  test('whose unawaited statement fails is not committed', async () => {
    let stray: Promise<unknown> = Promise.resolve();
    const failed = own.db.transaction(async (tx) => {
      await insert(tx, 1);
      stray = insert(tx, 1).catch(() => undefined);
    });
    await expect(failed).rejects.toMatchObject({ code: 'rolled_back' });
    await stray;
    expect(await ids()).toEqual([]);
  });

  test('refuses another inside itself', async () => {
    const nested = own.db.transaction((tx) =>
      queries(tx)
        .transaction()
        .execute(async () => undefined),
    );
    await expect(nested).rejects.toMatchObject({ code: 'nested_transaction' });
  });

  test('plans a statement once, whatever its values', async () => {
    const one = await openDatabase(own.settings, { maxConnections: 1 });
    const add = (id: number) => one.transaction((tx) => insert(tx, id));
    for (const id of [1, 2, 3]) await add(id);
    const prepared = await one.transaction((tx) =>
      sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(queries(tx)),
    );
    const notes = prepared.rows.filter(({ statement }) => statement.includes('note'));
    expect(notes).toHaveLength(1);
    expect(await ids()).toEqual([1, 2, 3]);
    await one.close();
  });

  test('that is read-only writes nothing', async () => {
    const written = own.db.transaction((tx) => insert(tx, 1), { readOnly: true });
    await expect(written).rejects.toMatchObject({ sqlState: '25006' });
  });

  test('runs statements that were started together in their order', async () => {
    const answers = await own.db.transaction((tx) =>
      Promise.all(Array.from({ length: 50 }, (_, id) => insert(tx, id))),
    );
    expect(answers.every((answer) => answer.numAffectedRows === 1n)).toBe(true);
    expect(await ids()).toEqual(Array.from({ length: 50 }, (_, id) => id));
  });

  test('leaves no setting behind on its connection', async () => {
    const one = await openDatabase(own.settings, { maxConnections: 1, statementTimeoutMs: 1_234 });
    const [inside, after] = await one.transaction(async (tx) => {
      const before = await timeouts(tx);
      await sql`commit`.execute(queries(tx));
      return [before, await timeouts(tx)];
    });
    expect(inside).toEqual({ statement: '1234ms', idle: '1min' });
    expect(after).toEqual({ statement: '0', idle: '0' });
    await one.close();
  });

  test('is cut off when a statement takes too long, and its connection serves on', async () => {
    const one = await openDatabase(own.settings, { maxConnections: 1, statementTimeoutMs: 50 });
    const slow = one.transaction((tx) => sql`select pg_sleep(5)`.execute(queries(tx)));
    await expect(slow).rejects.toMatchObject({ code: 'timeout' });
    await one.ping();
    await one.close();
  });

  test('whose connection breaks between statements fails alone, and the pool recovers', async () => {
    const one = await openDatabase(own.settings, { maxConnections: 1 });
    const cut = one.transaction(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(
        queries(tx),
      );
      const [backend] = rows;
      await own.db.transaction((other) =>
        sql`select pg_terminate_backend(${backend?.pid})`.execute(queries(other)),
      );
      await sleep(100);
      return 'acknowledged';
    });
    await expect(cut).rejects.toMatchObject({ code: 'commit_unknown' });
    await one.ping();
    await one.close();
  });

  test('whose connection the server ends fails clearly, and the pool recovers', async () => {
    const one = await openDatabase(own.settings, { maxConnections: 1 });
    const cut = one.transaction(async (tx) => {
      await insert(tx, 1);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(queries(tx));
    });
    await expect(cut).rejects.toMatchObject({ code: 'unreachable' });
    await one.ping();
    expect(await ids()).toEqual([]);
    await one.close();
  });
});

async function timeouts(tx: Tx) {
  const { rows } = await sql`select current_setting('statement_timeout') as statement,
    current_setting('idle_in_transaction_session_timeout') as idle`.execute(queries(tx));
  return rows[0];
}

describe('retry', () => {
  const collide = (retry: boolean) => {
    let met = 0;
    let meet: (() => void) | undefined;
    const both = new Promise<void>((resolve) => (meet = resolve));
    const work = async (tx: Tx, id: number) => {
      await sql`select count(*) from note`.execute(queries(tx));
      met += 1;
      if (met === 2) meet?.();
      if (met <= 2) await both;
      await insert(tx, id);
    };
    const options = { isolation: 'serializable', retry } as const;
    return Promise.allSettled(
      [1, 2].map((id) => own.db.transaction((tx) => work(tx, id), options)),
    );
  };

  test('runs a transaction that lost to another again', async () => {
    const outcomes = await collide(true);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await ids()).toEqual([1, 2]);
  });

  test('is not done unless asked for', async () => {
    const outcomes = await collide(false);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({ code: 'serialization_failure' });
  });
});

describe('an error', () => {
  const canary = 'canary-7f3a';
  const refusals: [string, string, (tx: Tx) => Promise<unknown>][] = [
    [
      'unique_violation',
      '23505',
      (tx) => sql`insert into note values (1, 'x'), (1, ${canary})`.execute(queries(tx)),
    ],
    [
      'not_null_violation',
      '23502',
      (tx) => sql`insert into note values (null, ${canary})`.execute(queries(tx)),
    ],
    ['query_failed', '22P02', (tx) => sql`select ${canary}::text::int`.execute(queries(tx))],
    ['query_failed', '22P02', (tx) => sql`select ${canary}::text::json`.execute(queries(tx))],
  ];

  test.each(refusals)('%s (%s) tells its place, and no value', async (code, sqlState, work) => {
    const error: unknown = await own.db.transaction(work).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, sqlState });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary);
  });

  test('names the constraint', async () => {
    const refused = own.db.transaction((tx) => insert(tx, 1, ''));
    await expect(refused).rejects.toMatchObject({
      code: 'check_violation',
      constraint: 'note_text_check',
      table: 'note',
    });
  });
});

describe('opening', () => {
  test('a server that is not there is refused as unreachable', async () => {
    const settings = { host: '/nowhere', port: 1, user: 'u', password: 'p', database: 'd' };
    await expect(openDatabase(settings)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('a server that would lose acknowledged writes is refused', async () => {
    const other = await createTestDatabase({ empty: true });
    await other.db.transaction((tx) =>
      sql
        .raw(
          "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$",
        )
        .execute(queries(tx)),
    );
    await expect(openDatabase(other.settings)).rejects.toMatchObject({ code: 'unsuitable' });
    await other.drop();
  });

  test('more work than connections waits, and after 5 s is refused as exhausted', async () => {
    const one = await openDatabase(own.settings, { maxConnections: 1 });
    let finish: (() => void) | undefined;
    const held = one.transaction(() => new Promise<void>((resolve) => (finish = resolve)));
    await expect(one.ping()).rejects.toMatchObject({ code: 'exhausted' });
    finish?.();
    await held;
    await one.close();
  });

  test('after close nothing is served', async () => {
    const one = await openDatabase(own.settings);
    await Promise.all([one.close(), one.close()]);
    await expect(one.ping()).rejects.toMatchObject({ code: 'closed' });
  });
});
