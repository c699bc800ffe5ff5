import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordOperation } from '../../gate/index.ts';
import { eventually } from '../../testing/embedded.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { openGate } from '../keys-state.ts';
import { raiseAlert } from './raise-alert.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.stop());

test('an event whose id was altered to a far year keeps no alert from being shown', async () => {
  const gate = openGate(server.wardkeep.state);
  const telling = { gate, settings: { mail: undefined, webhook: undefined }, link: 'https://x' };
  const far = new Date(2 ** 48 - 1);
  const raised = {
    rule: 'audit-fault',
    about: null,
    whom: { personId: null, address: null },
    eventIds: [randomUUID()],
    at: far,
    total: 1,
    more: 1,
  } as const;
  for (const count of [1, 2]) {
    await gate.db.transaction((tx) => raiseAlert(tx, telling, raised));
    const reply = await server.admin.get('/api/security/alerts');
    expect(reply.status, reply.text).toBe(200);
    expect(reply.json.alerts).toMatchObject([{ rule: 'audit-fault', count }]);
  }
});

test('a log that is begun anew rings, whoever made it look like a restore', async () => {
  const gate = openGate(server.wardkeep.state);
  const count = async (): Promise<number> => {
    const { json } = await server.admin.get('/api/security/alerts');
    return json.alerts.find(({ rule }: { rule: string }) => rule === 'audit-fault')?.count ?? 0;
  };
  const before = await count();
  await recordOperation(gate, { action: 'audit.begin-log', outcome: 'success', by: 'service' });
  await eventually(async () => expect(await count()).toBe(before + 1));
});
