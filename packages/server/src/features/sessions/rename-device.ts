import { renameDevice as endpoint } from '@wardkeep/contract';
import { deviceName } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { readDevice, writeDevice } from './device-store.ts';

/** What its owner calls it, in place of what its browser says. */
export const renameDevice = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope, { params: { deviceId }, body: { name } }) => {
    const { tx, vault, personId } = scope;
    const device = await readDevice(tx, { personId, deviceId });
    if (device === undefined) throw new Refusal('not_found', 'There is no such device.');
    const place = deviceName(deviceId);
    const sealed = vault.seal(place, { ...vault.open(place, device.sealed), name });
    await writeDevice(tx, { deviceId, sealed });
    scope.wrote({ type: 'Device', id: deviceId }, sealed);
    return null;
  },
});
