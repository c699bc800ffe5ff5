import type { ListedDevice, ListedSession } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { countryName, devicePlaces } from './places.ts';

const device = (deviceId: string, lastSeenAt: string, isThis = false): ListedDevice => ({
  deviceId,
  isThis,
  name: `Browser ${deviceId}`,
  firstSeenAt: '2026-01-01T00:00:00Z',
  lastSeenAt,
});

const session = (sessionId: string, deviceId: string): ListedSession => ({
  sessionId,
  isThis: false,
  deviceId,
  device: `Browser ${deviceId}`,
  address: null,
  country: null,
  methods: ['password'],
  startedAt: '2026-01-02T00:00:00Z',
  lastSeenAt: '2026-01-03T00:00:00Z',
  expiresAt: '2026-01-04T00:00:00Z',
});

test('this device comes first, then the ones seen last', () => {
  const places = devicePlaces(
    [
      device('old', '2026-01-01T00:00:00Z'),
      device('this', '2026-01-02T00:00:00Z', true),
      device('new', '2026-01-05T00:00:00Z'),
    ],
    [],
  );
  expect(places.map((place) => place.device.deviceId)).toEqual(['this', 'new', 'old']);
});

test('each session stands with its device, several beside each other', () => {
  const places = devicePlaces(
    [device('a', '2026-01-05T00:00:00Z'), device('b', '2026-01-04T00:00:00Z')],
    [session('1', 'b'), session('2', 'a'), session('3', 'b')],
  );
  expect(places.map(({ sessions }) => sessions.map(({ sessionId }) => sessionId))).toEqual([
    ['2'],
    ['1', '3'],
  ]);
});

test('a session on a device that is not listed is shown, once', () => {
  const places = devicePlaces([], [session('1', 'lost'), session('2', 'lost')]);
  expect(places).toHaveLength(1);
  expect(places[0]?.device.name).toBe('Browser lost');
  expect(places[0]?.sessions).toHaveLength(2);
});

test.each([
  ['en', 'DE', 'Germany'],
  ['de', 'DE', 'Deutschland'],
  ['en', 'ZZ', 'Unknown Region'],
  ['en', 'not a code', 'not a code'],
])('in %s, %s is %s', (locale, code, name) => {
  expect(countryName(locale, code)).toBe(name);
});
