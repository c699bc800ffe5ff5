import { renamePasskey as endpoint } from '@wardkeep/contract';
import { passkeyName } from '../../db/sealed-columns.ts';
import { ownPerson, phiRoute } from '../../gate/index.ts';
import { noSuchPasskey } from './remove-passkey.ts';
import { readPasskeyDetail, writePasskeyDetail } from './passkey-store.ts';

export const renamePasskey = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async ({ tx, personId, vault }, { params, body }) => {
    const { passkeyId } = params;
    const sealed = await readPasskeyDetail(tx, { passkeyId, personId });
    if (sealed === undefined) throw noSuchPasskey();
    const place = passkeyName(passkeyId);
    const renamed = vault.seal(place, { ...vault.open(place, sealed), name: body.name });
    await writePasskeyDetail(tx, passkeyId, renamed);
    return null;
  },
});
