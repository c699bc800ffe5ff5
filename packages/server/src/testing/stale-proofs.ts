import { queries } from '../db/queries.ts';
import { FRESH_MS } from '../gate/index.ts';
import type { TestServer } from './test-server.ts';

/** As if the last proof of every session of this person had been given a little too long ago for what is sensitive. */
export async function makeProofsStale(
  { database, wardkeep }: Pick<TestServer, 'database' | 'wardkeep'>,
  personId: string,
): Promise<void> {
  const { gate } = wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const provedAt = new Date(Date.now() - FRESH_MS - 1000);
  await database.db.transaction(async (tx) => {
    const sessions = await queries(tx)
      .selectFrom('session')
      .select(['session_id', 'device_id', 'expires_at', 'methods'])
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .execute();
    for (const session of sessions) {
      const mac = gate.hashes.session({
        sessionId: session.session_id,
        personId,
        deviceId: session.device_id,
        expiresAt: session.expires_at,
        methods: session.methods,
        provedAt,
      });
      await queries(tx)
        .updateTable('session')
        .set({ proved_at: provedAt, mac })
        .where('session_id', '=', session.session_id)
        .execute();
    }
  });
}
