/**
 * A small run of the kill loop, and the proof that its checks see harm: a loop that finds nothing because it looks at
 * nothing would pass for ever.
 */
import { expect, test } from 'vitest';
import { run, withDatabase } from '../packages/server/src/testing/embedded.ts';
import type { ClusterAccess } from './faults/cluster-access.ts';
import { KEY_WORK } from './faults/keys/key-work.ts';
import { type FaultOptions, runFaults } from './faults/run-faults.ts';

const options: FaultOptions = {
  kills: 3,
  seed: 'test',
  clients: 2,
  keys: false,
  diskFull: false,
  requestsMost: 8,
  today: new Date('2026-11-22T12:00:00Z'),
  progress: () => undefined,
};
const PATIENCE_MS = 180_000;

test(
  'nothing acknowledged is lost, half written or unaudited by a kill of each kind',
  async () => {
    const report = await runFaults(options);
    expect(report.violations).toEqual({
      lost: [],
      halfWritten: [],
      uninvited: [],
      unaudited: [],
      auditLog: [],
      keys: [],
      notBack: [],
    });
    expect(report.ok).toBe(true);
    expect(report.kills).toEqual({ server: 1, postmaster: 1, both: 1 });
    expect(report.killsDuringRequests).toBeGreaterThan(0);
    expect(report.bundles.acknowledged).toBeGreaterThan(5);
    for (const visit of report.visits) expect(visit.acknowledged).toBeGreaterThan(5);
    expect(report.checked.resourcesCompared).toBeGreaterThanOrEqual(report.resourcesAcknowledged);
  },
  PATIENCE_MS,
);

test(
  'a kill during each kind of key work leaves every value opening, and what was cut off is finished',
  async () => {
    const report = await runFaults({ ...options, kills: KEY_WORK.length, keys: true });
    expect(Object.values(report.violations).flat()).toEqual([]);
    for (const kind of KEY_WORK) expect(report.keyWork?.[kind].begun).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);

test(
  'a lost resource, a lost version and a missing event are found',
  async () => {
    const harm = async ({ settings }: ClusterAccess): Promise<void> => {
      await withDatabase(settings, async (db) => {
        await run(
          db,
          `delete from resource_history where ctid = (select min(ctid) from resource_history)`,
        );
        await run(
          db,
          `delete from resource_current where ctid =
          (select max(ctid) from resource_current where resource_type = 'Observation')`,
        );
        await run(
          db,
          `delete from audit_event where ctid =
          (select min(ctid) from audit_event where event_type = 'record.import'
            and event_id in (select event_id from audit_leaf))`,
        );
        await run(
          db,
          `delete from audit_event where event_id =
          (select max(event_id::text)::uuid from audit_event
            where event_type = 'record.read' and outcome = 'success'
            and event_id in (select event_id from audit_leaf))`,
        );
      });
    };
    const report = await runFaults({ ...options, kills: 0, beforeLastCheck: harm });
    const { lost, halfWritten, unaudited, auditLog } = report.violations;
    expect(report.ok).toBe(false);
    expect(lost).toHaveLength(2);
    expect(lost[0]).toMatch(/^patient\d-\d+: Observation\/\S+ is not in the chart$/);
    expect(lost[1]).toMatch(/can’t be read$/);
    expect(halfWritten.join('\n')).toMatch(/1 current rows without their version in the history/);
    expect(halfWritten.join('\n')).toMatch(/rows for \d+ resources/);
    expect(unaudited).toEqual([
      expect.stringMatching(/events for \d+ imports$/),
      expect.stringMatching(/^reader: \d+ events for \d+ answers to record.read/),
    ]);
    expect(auditLog[0]).toMatch(/row_missing/);
  },
  PATIENCE_MS,
);
