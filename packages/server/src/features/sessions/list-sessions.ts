import type { ListedDevice, ListedSession } from '@wardkeep/contract';
import { deviceName, sessionName } from '../../db/sealed-columns.ts';
import { readMethods, type AccountScope } from '../../gate/index.ts';
import { readDevices } from './device-store.ts';
import { readLiveSessions } from './session-store.ts';

/** The caller's own sessions that live, newest first. */
export async function listSessions(scope: AccountScope): Promise<ListedSession[]> {
  const { tx, vault, personId, caller, now } = scope;
  if (caller.kind !== 'person') return [];
  const idleMinutes = scope.gate.sessionPolicy.idleMinutes(caller.role);
  const live = await readLiveSessions(tx, { personId, idleMinutes, now });
  const names = new Map((await listDevices(scope)).map(({ deviceId, name }) => [deviceId, name]));
  return live.map((session) => ({
    sessionId: session.sessionId,
    isThis: session.sessionId === caller.sessionId,
    deviceId: session.deviceId,
    device: names.get(session.deviceId) ?? '',
    ...vault.open(sessionName(session.sessionId), session.sealed),
    methods: [...readMethods(session.methods)],
    startedAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  }));
}

/** The caller's own devices, the one seen last first. */
export async function listDevices(scope: AccountScope): Promise<ListedDevice[]> {
  const { tx, vault, personId, caller } = scope;
  if (caller.kind !== 'person') return [];
  return (await readDevices(tx, personId)).map((device) => {
    const { name, browser } = vault.open(deviceName(device.deviceId), device.sealed);
    return {
      deviceId: device.deviceId,
      isThis: device.deviceId === caller.deviceId,
      name: name ?? browser,
      firstSeenAt: device.createdAt.toISOString(),
      lastSeenAt: device.lastSeenAt.toISOString(),
    };
  });
}
