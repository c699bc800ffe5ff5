import { randomUUID } from 'node:crypto';
import type { Tx } from '../db/tx.ts';
import type { DeploymentSealing } from '../vault/index.ts';
import type { Mail } from './mail.ts';
import { insertOutbox } from './outbox-store.ts';

/** E-mail that leaves once the transaction that it tells of has committed, and not if it does not. */
export interface MailOutbox {
  /** False where no mail server is set up: then nothing is queued, and nobody is told. */
  readonly isOn: boolean;
  queue(tx: Tx, mail: Mail): Promise<void>;
}

export function mailOutbox({
  isOn,
  sealing,
  now,
}: {
  readonly isOn: boolean;
  readonly sealing: DeploymentSealing;
  readonly now: () => Date;
}): MailOutbox {
  return {
    isOn,
    queue: async (tx, { to, template, values }) => {
      if (!isOn) return;
      const outboxId = randomUUID();
      const createdAt = now();
      const personId = 'personId' in to ? to.personId : null;
      const detail =
        'address' in to
          ? { template, values, address: to.address, language: to.language }
          : { template, values, address: null, language: null };
      await insertOutbox(tx, {
        outboxId,
        personId,
        sealed: sealing.seal({ name: outboxName(outboxId, personId), day: createdAt }, detail),
        createdAt,
      });
    },
  };
}

/** With whom it goes to: a link to somebody's account that is written to another person in the database opens for neither. */
export function outboxName(outboxId: string, personId: string | null): string {
  return `outbox/${outboxId}/${personId ?? 'address'}`;
}
