import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS, readAccessTable } from '@wardkeep/contract';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { accessRows } from './access-rows.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('the access table', () => {
  test('is refused to all but administrators', async () => {
    const patient = await server.signUp();
    expect((await server.stranger().get('/api/access-table')).code).toBe('not_signed_in');
    expect((await patient.get('/api/access-table')).code).toBe('forbidden');
  });

  test('has a row for each action, as the gate decides it, and its reading is on record', async () => {
    const { rows } = readAccessTable.reply.parse(
      (await server.admin.get('/api/access-table')).json,
    );
    expect(rows.map(({ action }) => action)).toEqual(ACTIONS);
    const row = (action: string) => rows.find((each) => each.action === action);
    expect(row('chart.read')).toEqual({
      action: 'chart.read',
      by: {
        provider: ['consent', 'care-team', 'emergency'],
        carer: ['consent', 'care-team'],
        patient: ['self', 'guardian', 'consent'],
        radiologist: ['consent', 'care-team', 'emergency'],
        technologist: ['consent', 'care-team'],
        client: ['consent'],
      },
      anyone: false,
      shareLink: false,
      fresh: false,
    });
    expect(row('care-team.add')?.by['provider']).toEqual(['care-team']);
    expect(row('consent.offer')?.fresh).toBe(true);
    expect(row('session.sign-in')).toMatchObject({ anyone: true, by: {} });
    expect(row('share.open')).toMatchObject({ shareLink: true, by: {} });
    const event = { action: 'access-table.read', outcome: 'success' } as const;
    expect(await server.countEvents(event)).toBe(1);
  });

  test('lets administrators in to no chart', () => {
    const charts = /^(chart|record|document|share|consent|care-team|relationship|export)\./;
    const opened = accessRows().filter(({ action, by }) => charts.test(action) && by.admin);
    expect(opened).toEqual([]);
  });
});
