import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { OutboxDetail } from '../db/schema.ts';
import { outboxName } from '../outbox/mail-outbox.ts';
import type { TestServer } from './test-server.ts';

/** A mail server that nobody runs: whatever is queued stays in the outbox. */
export const MAIL_TO_NOWHERE = {
  WARDKEEP_SMTP_URL: 'smtp://127.0.0.1:1',
  WARDKEEP_MAIL_SENDER: 'wardkeep@example.test',
} as const;

export interface QueuedMail extends OutboxDetail {
  readonly personId: string | null;
}

/** What waits to be sent, oldest first, opened as the sender would; but for alerts, which come when the log is read. */
export async function openOutbox(
  server: Pick<TestServer, 'database' | 'wardkeep'>,
): Promise<readonly QueuedMail[]> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('outbox')
      .selectAll()
      .orderBy('created_at')
      .orderBy(sql`ctid`)
      .execute(),
  );
  const mails = rows.map((row) => {
    const place = { name: outboxName(row.outbox_id, row.person_id), day: row.created_at };
    return { personId: row.person_id, ...gate.sealing.open(place, row.sealed) };
  });
  return mails.filter(({ template }) => template !== 'alert');
}

/** The one-time text of the link that an e-mail holds. */
export function tokenIn(mail: QueuedMail | undefined): string {
  const link = mail?.values['link'] ?? '';
  return link.slice(link.indexOf('#') + 1);
}
