import { describe, expect, test } from 'vitest';
import type { StoredGrant } from '../grants/index.ts';
import { mayEnd, rootOf, teamNow } from './care-team-rules.ts';

const now = new Date('2026-06-01T00:00:00Z');
const part = (given: Partial<StoredGrant>): StoredGrant => ({
  patientId: 'patient',
  grantId: 'lead-grant',
  kind: 'care-team',
  state: 'active',
  granteeId: 'lead',
  organisationId: 'here',
  parentId: null,
  pseudonym: null,
  version: 1,
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validUntil: null,
  createdAt: now,
  // `as`: no rule opens it
  sealed: new Uint8Array() as StoredGrant['sealed'],
  ...given,
});
const lead = part({});
const first = part({ grantId: 'first', granteeId: 'colleague', parentId: 'lead-grant' });
const second = part({ grantId: 'second', granteeId: 'another', parentId: 'lead-grant' });
const other = part({ grantId: 'other', granteeId: 'stranger' });
const team = [lead, first, second, other];

describe('a part of a team', () => {
  test.each([
    ['the patient', null, lead, true],
    ['the patient', null, first, true],
    ['the lead', 'lead', first, true],
    ['the lead', 'lead', lead, true],
    ['the lead of another team', 'stranger', first, false],
    ['a colleague', 'colleague', first, true],
    ['a colleague', 'colleague', second, false],
    ['a colleague', 'colleague', lead, false],
  ])('%s (%s) may end %o: %s', (_who, callerId, ending, may) => {
    expect(mayEnd(callerId, ending, team)).toBe(may);
  });

  test('belongs to the grant that the patient gave', () => {
    expect([lead, first].map(rootOf)).toEqual(['lead-grant', 'lead-grant']);
  });

  test.each([
    [{ state: 'revoked' }, 0],
    [{ state: 'offered', granteeId: null }, 0],
    [{ validFrom: new Date('2026-07-01T00:00:00Z') }, 0],
    [{ validUntil: now }, 0],
    [{ validUntil: new Date('2026-06-01T00:00:00.001Z') }, 1],
    [{}, 1],
  ] as const)('%o counts now: %i', (given, count) => {
    expect(teamNow([part(given)], now)).toHaveLength(count);
  });
});
