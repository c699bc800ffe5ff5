import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessLogEntry, FoundEvent } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { AnyJson } from '../../testing/any-json.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp('Log Owner');
}, 60_000);
afterAll(() => server.stop());

const logOf = async (): Promise<readonly AccessLogEntry[]> => {
  const answer = await patient.get(`/api/patients/${patient.personId}/access-log`);
  expect(answer.status).toBe(200);
  return answer.json.entries;
};
const readChart = () => patient.get(`/api/patients/${patient.personId}/chart`);

/** One bit of a sealed half, as only somebody with the database can. @returns the event. */
async function alterNewest(half: 'core' | 'detail'): Promise<string> {
  await readChart();
  const event = (await logOf()).find(({ action }) => action === 'chart.read');
  if (event === undefined) throw new Error('nobody read the chart');
  const column = sql.ref(half);
  await server.database.db.transaction((tx) =>
    sql`update audit_event set ${column} = set_byte(${column}, length(${column}) - 1,
      get_byte(${column}, length(${column}) - 1) # 1) where event_id = ${event.eventId}`.execute(
      queries(tx),
    ),
  );
  return event.eventId;
}

async function failedChecks(): Promise<readonly FoundEvent[]> {
  const asked = new URLSearchParams({ action: 'audit.check', outcome: 'failed' });
  return (await server.admin.get(`/api/audit/events?${asked}`)).json.events;
}

test.each(['core', 'detail'] as const)(
  'an event whose %s was altered hides no other, and says so wherever it is shown',
  async (half) => {
    const altered = await alterNewest(half);
    await readChart();
    const own = await logOf();
    expect(own.filter(({ isAltered }) => isAltered).map(({ eventId }) => eventId)).toContain(
      altered,
    );
    expect(own.some(({ action, isAltered }) => action === 'chart.read' && !isAltered)).toBe(true);

    const fhir = await patient.get(`/fhir/R4/AuditEvent?patient=${patient.personId}`);
    expect(fhir.status).toBe(200);
    const told = fhir.json.entry.map(({ resource }: AnyJson) => resource);
    expect(told.find(({ id }: AnyJson) => id === altered).outcomeDesc).toContain('altered');
    expect(told.some(({ outcomeDesc }: AnyJson) => outcomeDesc === undefined)).toBe(true);

    const found = await server.admin.get('/api/audit/events');
    expect(found.status).toBe(200);
    const events: readonly FoundEvent[] = found.json.events;
    // Administrators are told nothing of the other half, and so do not see that it was altered.
    expect(events.find(({ eventId }) => eventId === altered)?.isAltered).toBe(half === 'core');
    expect(events.some(({ isAltered }) => !isAltered)).toBe(true);
  },
);

/** Which is an alert: `operations/alerts/alert-rules.ts`. */
test('one that somebody meets is on record as a failed check, once for many looks', async () => {
  await expect.poll(async () => (await failedChecks()).length).toBeGreaterThan(0);
  const before = (await failedChecks()).length;
  await alterNewest('core');
  for (let look = 0; look < 3; look++) await logOf();
  await expect.poll(async () => (await failedChecks()).length).toBe(before + 1);
});
