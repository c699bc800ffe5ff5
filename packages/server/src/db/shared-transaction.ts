import type { CompiledQuery, QueryResult } from 'kysely';
import type { PoolClient, QueryResult as ServerResult } from 'pg';

import { DatabaseError, databaseErrorFrom } from './database-error.ts';
import { forgetTx, registerTx } from './open-tx.ts';
import { aheadFrom, aheadStatement, type AheadAsked, type AheadRow } from './read-ahead.ts';
import { NotShared, registerPart, type Collector, type SharedPart } from './shared-part.ts';
import { answerTimeout, beginText, bounded, commitErrorFrom, rollback } from './transaction.ts';
import { compiled, kyselyOn } from './tx-queries.ts';
import type { Tx } from './tx.ts';

/** One of those who share a transaction. */
export interface Sharer {
  readonly asked: AheadAsked;
  /**
   * Works on what was read ahead and leaves what is to be written. When it rejects, nothing that it left is written, and
   * nobody else is affected. @throws NotShared for what only a transaction of its own can do.
   */
  work(tx: Tx): Promise<void>;
}

interface Settings {
  readonly statementTimeoutMs: number;
  readonly now: Date;
}

/**
 * One transaction for many: BEGIN and what all of them ask for in one round trip; each works on its part; then all that
 * they left and COMMIT in a second one. Resolves once it is durable; whoever's `work` rejected left nothing in it.
 * @throws {@link DatabaseError} as a transaction: nothing of anybody was written, or, for `commit_unknown`, perhaps all.
 */
export async function runShared(
  checkOut: () => Promise<PoolClient>,
  sharers: readonly Sharer[],
  settings: Settings,
): Promise<void> {
  const client = await checkOut();
  let broken = false;
  const onBroken = (): void => {
    broken = true;
  };
  client.on('error', onBroken);
  try {
    const asked = sharers.map((sharer) => sharer.asked);
    const begun = client.query(bounded(begin(settings), answerTimeout(settings)));
    const read = send<AheadRow>(client, aheadStatement(asked, settings.now), settings);
    await allOf([begun, read]);
    const ahead = aheadFrom(asked, (await read).rows);
    const left = await workAll(client, sharers, { ahead, settings });
    await writeAndCommit(client, left, settings);
  } catch (error) {
    broken = !(await rollback(client, answerTimeout(settings))) || broken;
    throw databaseErrorFrom(error);
  } finally {
    client.off('error', onBroken);
    client.release(broken);
  }
}

/** The statements are planned once: their plans do not depend on how many share them. */
function begin(settings: Settings): string {
  return `${beginText(settings)}; set local plan_cache_mode = force_generic_plan`;
}

/** Both were sent: what the first says counts, and the second is heard too. */
async function allOf(sent: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(sent);
  for (const result of results)
    if (result.status === 'rejected') throw databaseErrorFrom(result.reason);
}

interface Working {
  readonly ahead: readonly SharedPart['ahead'][];
  readonly settings: Settings;
}

async function workAll(
  client: PoolClient,
  sharers: readonly Sharer[],
  { ahead, settings }: Working,
): Promise<readonly SharedPart[]> {
  const parts = await Promise.all(
    sharers.map(async (sharer, index) => {
      const facts = ahead[index];
      if (facts === undefined) throw new Error('a sharer has no part');
      const part: SharedPart = { ahead: facts, rows: new Map() };
      const tx = registerTx(() => kyselyOn(new ReadingConnection(client, part, settings)));
      registerPart(tx, part);
      try {
        await sharer.work(tx);
        return part;
      } catch {
        // Whoever shares hears of it from `work` itself.
        return undefined;
      } finally {
        forgetTx(tx);
      }
    }),
  );
  return parts.filter((part) => part !== undefined);
}

async function writeAndCommit(
  client: PoolClient,
  parts: readonly SharedPart[],
  settings: Settings,
): Promise<void> {
  const all = new Map<Collector, unknown[]>();
  for (const { rows } of parts)
    for (const [into, some] of rows) {
      const taken = all.get(into) ?? [];
      taken.push(...some);
      all.set(into, taken);
    }
  const statements = [...all].map(([into, rows]) => compiled(into.statement(rows)));
  const written = statements.map((statement) => send(client, statement, settings));
  // Sent along: where a statement fails, PostgreSQL rolls back and says so.
  const committed = client.query(bounded('commit', answerTimeout(settings)));
  const [commit, ...results] = await Promise.allSettled([committed, ...written]);
  for (const result of results)
    if (result.status === 'rejected') throw databaseErrorFrom(result.reason);
  if (commit.status === 'rejected') throw commitErrorFrom(commit.reason);
  if (commit.value.command !== 'COMMIT')
    throw new DatabaseError('rolled_back', 'an earlier statement had failed: nothing was written');
}

const PREPARED = '/* prepared: ';

/** A statement that says so at its beginning is planned once for each connection. */
function send<Row>(
  client: PoolClient,
  { sql: text, parameters }: CompiledQuery,
  settings: Settings,
): Promise<ServerResult<Row & Record<string, unknown>>> {
  const query = { text, values: [...parameters], query_timeout: answerTimeout(settings) };
  if (!text.startsWith(PREPARED)) return client.query(query);
  const name = text.slice(PREPARED.length, text.indexOf(' */'));
  return client.query({ ...query, name });
}

/** What else one of the sharers reads, on the same connection. Whoever wants to change or lock something needs their own. */
class ReadingConnection {
  readonly #client: PoolClient;
  readonly #part: SharedPart;
  readonly #settings: Settings;

  constructor(client: PoolClient, part: SharedPart, settings: Settings) {
    this.#client = client;
    this.#part = part;
    this.#settings = settings;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const hasWritten = [...this.#part.rows.keys()].some(({ isReadBack }) => isReadBack);
    if (hasWritten || !isPlainSelect(query)) throw new NotShared('not in a shared transaction');
    try {
      const { rows } = await send<R>(this.#client, query, this.#settings);
      return { rows };
    } catch (error) {
      const known = databaseErrorFrom(error);
      if (known.code === 'unreachable') throw known;
      // It has ended the transaction for all of them: each has its own then.
      throw new NotShared('a statement failed in the shared transaction', { cause: known });
    }
  }

  // oxlint-disable-next-line require-yield -- the interface demands a generator; a stream would hold its transaction open
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new DatabaseError('query_failed', 'a transaction does not stream');
  }
}

/** Without FOR UPDATE and its like: two groups that wait for each other's rows would end in a deadlock. */
function isPlainSelect({ query }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' && query.endModifiers === undefined;
}
