import type { ListedDevice, ListedSession } from '@wardkeep/contract';

/** A device with the sessions that are open on it now. */
export interface DevicePlace {
  readonly device: ListedDevice;
  readonly sessions: readonly ListedSession[];
}

/**
 * This device first, then those seen last. A session on a device that is not in the list is shown all the same: nobody
 * may be signed in unseen.
 */
export function devicePlaces(
  devices: readonly ListedDevice[],
  sessions: readonly ListedSession[],
): DevicePlace[] {
  const known = new Set(devices.map(({ deviceId }) => deviceId));
  const unknown = sessions.filter(({ deviceId }) => !known.has(deviceId)).map(deviceOf);
  const all = new Map([...devices, ...unknown].map((device) => [device.deviceId, device]));
  return [...all.values()].toSorted(byNearness).map((device) => ({
    device,
    sessions: sessions.filter(({ deviceId }) => deviceId === device.deviceId),
  }));
}

function deviceOf(session: ListedSession): ListedDevice {
  const { deviceId, isThis, device: name, startedAt: firstSeenAt, lastSeenAt } = session;
  return { deviceId, isThis, name, firstSeenAt, lastSeenAt };
}

function byNearness(a: ListedDevice, b: ListedDevice): number {
  if (a.isThis !== b.isThis) return a.isThis ? -1 : 1;
  return b.lastSeenAt.localeCompare(a.lastSeenAt);
}

/** @param country - ISO 3166-1 alpha-2. What has no name in this language is shown as it is. */
export function countryName(locale: string, country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return country;
  return new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country;
}
