import { z } from 'zod';
import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { webhookOutbox } from '../../outbox/index.ts';
import type { WebhookTold } from '../webhooks.ts';
import type { EscrowSink } from './escrow-sink.ts';
import { noteFailed, noteKept } from './escrow-store.ts';

const EVERY_MS = 30_000;
/** Our own body, back from the outbox. */
const Posted = z.object({ data: z.object({ log: z.string(), size: z.int() }) });

/** An address that each new checkpoint is posted to. It is kept once the other side has taken it. */
export function webhookSink(url: string, gate: () => Gate): EscrowSink {
  return {
    sink: 'webhook',
    // What comes after the host may be what lets a caller in.
    place: new URL(url).origin,
    kinds: ['checkpoint'],
    everyMs: EVERY_MS,
    keep: async (item) => {
      const { db, sealing, now } = gate();
      const log = item.kind === 'checkpoint' ? item.log : null;
      const data = { log, size: item.size, note: item.note };
      const body = { type: 'audit.checkpoint', timestamp: now().toISOString(), data };
      const outbox = webhookOutbox({ sealing, now });
      await db.transaction((tx) =>
        outbox.queue(tx, { kind: 'checkpoint', body: JSON.stringify(body) }),
      );
      return 'queued';
    },
  };
}

/** Notes what became of a checkpoint that was posted; of anything else nothing. */
export async function noteWebhook(gate: Gate, tx: Tx, told: WebhookTold): Promise<void> {
  const { detail, code, nextAttemptAt } = told;
  if (detail.kind !== 'checkpoint') return;
  const place = { sink: 'webhook', kind: 'checkpoint' } as const;
  const now = gate.now();
  if (code === undefined) {
    const { data } = Posted.parse(JSON.parse(detail.body));
    const next = new Date(now.getTime() + EVERY_MS);
    await noteKept(tx, place, { ...data, now, next });
    return;
  }
  // The one that waits goes first; then there is a newer one.
  const next = new Date(nextAttemptAt.getTime() + EVERY_MS);
  await noteFailed(tx, place, { code, now, next });
}
