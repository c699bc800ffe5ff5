import type { Config } from '../../config/read-config.ts';
import type { Tx } from '../../db/tx.ts';
import { readAdministrators, type Gate } from '../../gate/index.ts';
import { webhookOutbox, type MailTo } from '../../outbox/index.ts';
import { SEVERITY, TOLD_OTHERWISE } from './alert-rules.ts';
import type { AlertRow } from './alert-store.ts';

export interface AlertTelling {
  readonly gate: Gate;
  readonly settings: Config['alerts'];
  /** Of the page where it is acknowledged. */
  readonly link: string;
}

/**
 * By e-mail and webhook, with the transaction: which rule, how many, when, and where to look. Never about whom: both leave
 * the machine.
 */
export async function tellAlert(
  tx: Tx,
  telling: AlertTelling,
  alert: Pick<AlertRow, 'alertId' | 'rule' | 'firstAt' | 'lastAt' | 'count'>,
): Promise<void> {
  const { gate, settings, link } = telling;
  const { rule, lastAt, count } = alert;
  const values = { rule, count: String(count), at: lastAt.toISOString(), link };
  for (const to of await readersOf(tx, telling, alert))
    await gate.mail.queue(tx, { to, template: 'alert', values });
  if (settings.webhook === undefined) return;
  const outbox = webhookOutbox({ sealing: gate.sealing, now: gate.now });
  await outbox.queue(tx, { kind: 'alert', body: bodyOf(alert, telling) });
}

async function readersOf(
  tx: Tx,
  { gate, settings }: AlertTelling,
  { rule }: Pick<AlertRow, 'rule'>,
): Promise<readonly MailTo[]> {
  if (!gate.mail.isOn) return [];
  if (settings.mail !== undefined) return [{ address: settings.mail, language: 'en' }];
  if (TOLD_OTHERWISE.has(rule)) return [];
  return (await readAdministrators(tx, gate.hashes)).map((personId) => ({ personId }));
}

/** As Standard Webhooks writes payloads: type, timestamp, data. */
function bodyOf(
  { alertId, rule, firstAt, lastAt, count }: Parameters<typeof tellAlert>[2],
  { gate, link }: AlertTelling,
): string {
  return JSON.stringify({
    type: 'alert.raised',
    timestamp: gate.now().toISOString(),
    data: {
      alertId,
      rule,
      severity: SEVERITY[rule],
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      count,
      link,
    },
  });
}
