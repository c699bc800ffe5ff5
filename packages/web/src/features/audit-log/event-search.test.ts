import { EventQuery } from '@wardkeep/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { eventSearch, queryOf } from './event-search.ts';

const ID = '6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10';

afterEach(() => vi.unstubAllEnvs());

test('what the server would take is kept, whatever else is in the address is not', () => {
  const whole = {
    actor: ID,
    patient: ID,
    action: 'consent.',
    outcome: 'refused',
    address: '2001:db8::1',
    from: '2026-11-01',
    until: '2026-11-22',
  };
  expect(eventSearch({ ...whole, more: 1 })).toEqual(whole);
  expect(EventQuery.safeParse(queryOf(eventSearch(whole))).success).toBe(true);
  const broken = { actor: 'me', patient: 7, action: "' or 1=1", outcome: 'maybe', address: '<b>' };
  expect(eventSearch({ ...broken, from: 'yesterday', until: '2026-99-99' })).toEqual({});
});

test('both days are searched whole, also when the clock is put back in between', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  expect(queryOf({ from: '2026-10-25', until: '2026-10-25' })).toEqual({
    from: '2026-10-24T22:00:00.000Z',
    until: '2026-10-25T23:00:00.000Z',
  });
});
