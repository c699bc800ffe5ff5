import { expect } from 'vitest';
import { eventually } from './embedded.ts';
import { askOperator } from './operator.ts';
import type { Planter } from './plant-access.ts';
import type { TestCaller } from './test-caller.ts';

type ProofPlanter = Pick<Planter, 'canary' | 'remember'>;

/** Whoever invited somebody raised one; it is acknowledged in words, and told to a machine that is not there. */
export async function plantAlerts(
  admin: TestCaller,
  { canary, remember }: ProofPlanter,
): Promise<void> {
  remember('member of every webhook about an alert', '"type":"alert.raised"');
  const { alertId } = await eventually(async () => {
    const { json } = await admin.get('/api/security/alerts');
    const [alert] = json.alerts;
    if (alert === undefined) throw new Error('no alert yet');
    return alert;
  });
  const words = canary('words about an alert');
  const path = `/api/security/alerts/${alertId}/acknowledge`;
  expect((await admin.post(path, { words })).status).toBe(204);
  expect((await admin.get('/api/security/alerts')).text).toContain(words);
  expect((await admin.get('/api/security/dashboard')).status).toBe(200);
}

/** A year of the log that is kept for a reason. */
export async function plantHold(dataDirectory: string, { canary }: ProofPlanter): Promise<void> {
  const reason = canary('reason of a hold');
  const hold = { year: 2026, reason };
  expect((await askOperator(dataDirectory, 'POST /audit/hold', hold)).status).toBe(200);
  expect((await askOperator(dataDirectory, 'GET /audit/holds')).text).toContain(reason);
}
