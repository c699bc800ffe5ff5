import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import type { WebhookDetail } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';

export interface WebhookRow {
  readonly webhookId: string;
  readonly sealed: Sealed<WebhookDetail>;
  readonly createdAt: Date;
  /** This one counted. */
  readonly attempts: number;
}

export async function insertWebhook(tx: Tx, row: Omit<WebhookRow, 'attempts'>): Promise<void> {
  await queries(tx)
    .insertInto('webhook_outbox')
    .values({
      webhook_id: row.webhookId,
      sealed: row.sealed,
      created_at: row.createdAt,
      next_attempt_at: row.createdAt,
      last_error: null,
    })
    .execute();
}

/** Takes what is due, oldest first, so that no other server takes it before `until`. Nothing is locked meanwhile. */
export async function claimWebhooks(
  tx: Tx,
  claim: { readonly now: Date; readonly until: Date; readonly most: number },
): Promise<readonly WebhookRow[]> {
  const rows = await queries(tx)
    .with('due', (db) =>
      db
        .selectFrom('webhook_outbox')
        .select('webhook_id')
        .where('next_attempt_at', '<=', claim.now)
        .orderBy('next_attempt_at')
        .limit(claim.most)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('webhook_outbox')
    .from('due')
    .whereRef('webhook_outbox.webhook_id', '=', 'due.webhook_id')
    .set((set) => ({ attempts: set('attempts', '+', 1), next_attempt_at: claim.until }))
    .returning([
      'webhook_outbox.webhook_id',
      'webhook_outbox.sealed',
      'webhook_outbox.created_at',
      'webhook_outbox.attempts',
    ])
    .execute();
  return rows
    .map((row) => ({
      webhookId: row.webhook_id,
      sealed: row.sealed,
      createdAt: row.created_at,
      attempts: row.attempts,
    }))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

export async function deleteWebhook(tx: Tx, webhookId: string): Promise<void> {
  await queries(tx).deleteFrom('webhook_outbox').where('webhook_id', '=', webhookId).execute();
}

export async function deferWebhook(
  tx: Tx,
  deferred: {
    readonly webhookId: string;
    /** Null when nothing went wrong. */
    readonly code: string | null;
    readonly nextAttemptAt: Date;
  },
): Promise<void> {
  await queries(tx)
    .updateTable('webhook_outbox')
    .set({ last_error: deferred.code, next_attempt_at: deferred.nextAttemptAt })
    .where('webhook_id', '=', deferred.webhookId)
    .execute();
}
