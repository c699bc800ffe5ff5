import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { listLogs } from './logs.ts';

/** Where the audit stands: the newest log's last signed checkpoint, and how many events wait for a leaf. */
export interface LogState {
  readonly size: number;
  readonly pending: number;
  /** A signed note (C2SP tlog-checkpoint); null before the first one. */
  readonly checkpoint: string | null;
  /** Base64, the checkpoint's third line. */
  readonly rootHash: string | null;
}

export async function newestCheckpoint(tx: Tx): Promise<LogState> {
  const newest = (await listLogs(tx)).find(({ note }) => note !== null);
  const waiting = await queries(tx)
    .selectFrom('audit_pending')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return {
    size: newest?.size ?? 0,
    pending: waiting.count,
    checkpoint: newest?.note ?? null,
    rootHash: newest?.note?.split('\n')[2] ?? null,
  };
}
