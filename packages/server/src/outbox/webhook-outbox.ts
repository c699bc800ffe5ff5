import { randomUUID } from 'node:crypto';
import type { WebhookDetail } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { DeploymentSealing } from '../vault/index.ts';
import { insertWebhook, type WebhookRow } from './webhook-outbox-store.ts';

/** Calls of other machines that leave once the transaction that they tell of has committed, and not if it does not. */
export interface WebhookOutbox {
  /**
   * Each is posted at least once; its id is the same at each try.
   * @param webhook - `body` is JSON, and names nobody: whoever is called may not know who is treated here.
   */
  queue(tx: Tx, webhook: WebhookDetail): Promise<{ readonly webhookId: string }>;
}

export function webhookOutbox({
  sealing,
  now,
}: {
  readonly sealing: DeploymentSealing;
  readonly now: () => Date;
}): WebhookOutbox {
  return {
    queue: async (tx, { kind, body }) => {
      const webhookId = randomUUID();
      const createdAt = now();
      const sealed = sealing.seal({ name: nameOf(webhookId), day: createdAt }, { kind, body });
      await insertWebhook(tx, { webhookId, sealed, createdAt });
      return { webhookId };
    },
  };
}

/** @throws CryptoError `not_authentic` for a row that this server did not write. */
export function openWebhook(
  sealing: DeploymentSealing,
  { webhookId, createdAt, sealed }: Pick<WebhookRow, 'webhookId' | 'createdAt' | 'sealed'>,
): WebhookDetail {
  return sealing.open({ name: nameOf(webhookId), day: createdAt }, sealed);
}

function nameOf(webhookId: string): string {
  return `webhook/${webhookId}`;
}
