import { ALERT_RULES, type Alert, EventQuery, PersonId } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { eventSearch, queryOf } from '../audit-log/index.ts';
import { searchOf } from './alert-search.ts';

const personId = PersonId.parse('6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10');
const alert = (rule: Alert['rule'], about: Alert['about'] = null): Alert => ({
  alertId: personId,
  rule,
  severity: 'warning',
  firstAt: '2026-11-22T00:30:00.000Z',
  lastAt: '2026-11-22T09:00:00.000Z',
  count: 3,
  about,
  eventIds: [],
  acknowledgedAt: null,
  acknowledgedBy: null,
  words: null,
});
const day = (at: Date) => at.toISOString().slice(0, 10);

test('whose account it is was tried from outside; whoever did something did it', () => {
  const about = { person: { personId, displayName: 'Demo' }, address: null };
  expect(searchOf(alert('sign-in-failures', about), day)).toMatchObject({ patient: personId });
  expect(searchOf(alert('denials', about), day)).toMatchObject({ actor: personId });
});

test('days hold what was counted before the alert began', () => {
  expect(searchOf(alert('denials'), day)).toMatchObject({
    from: '2026-11-21',
    until: '2026-11-22',
  });
});

test.each(ALERT_RULES)('what %s leads to can be searched for', (rule) => {
  const search = searchOf(alert(rule, { person: null, address: '192.0.2.1' }), day);
  if (search === undefined) return;
  expect(eventSearch({ ...search })).toEqual(search);
  expect(EventQuery.safeParse(queryOf(search)).success).toBe(true);
});
