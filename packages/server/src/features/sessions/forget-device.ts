import { forgetDevice as endpoint } from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { deleteDevice } from './device-store.ts';

/** Its sessions end with it. Forgetting the device that asks is a sign-out. */
export const forgetDevice = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope, { params: { deviceId } }) => {
    const { tx, personId, caller } = scope;
    if (!(await deleteDevice(tx, { personId, deviceId })))
      throw new Refusal('not_found', 'There is no such device.');
    scope.read({ type: 'Device', id: deviceId });
    if (caller.kind === 'person' && caller.deviceId === deviceId)
      scope.setCookies({ kind: 'clear' });
    return null;
  },
});
