import { PersonId, acceptHandOver as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import {
  linkInvalid,
  newAccount,
  openAccount,
  openOneTimeToken,
  spendOneTimeToken,
  voidOneTimeTokens,
  type PasswordHashing,
} from '../accounts/index.ts';
import { endGrant } from '../grants/index.ts';
import { endOffers, lockGuardianships } from './guardianships.ts';

/** The person is there already, with their keys and their chart: they get an account, and nobody has them in care. */
export function acceptHandOver(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      // A password is hashed for whoever has a link, not for whoever asks.
      const token = await request.read((tx) =>
        openOneTimeToken(request, tx, 'hand-over', body.token),
      );
      if (token === undefined) throw linkInvalid();
      const { tokenHash, detail } = token;
      const personId = PersonId.parse(detail.patientId);
      const form = { ...body, email: detail.email, role: 'patient', personId } as const;
      const secrets = await newAccount(passwords, request, form);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        if (!(await spendOneTimeToken(tx, tokenHash, request.now))) throw linkInvalid();
        await endGuardianships(request, tx, detail);
        const vault = await request.unlockAccount(tx, personId);
        if (vault === undefined) throw linkInvalid();
        const started = await openAccount(request, tx, form, {
          ...secrets,
          role: 'patient',
          vault,
        });
        event.about(personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}

/** @throws {@link Refusal} `link_invalid` when whoever made the link is guardian no more. */
async function endGuardianships(
  { gate, now }: PlainRequest,
  tx: Tx,
  { patientId, grantId }: { readonly patientId: string; readonly grantId: string },
): Promise<void> {
  const parts = { tx, gate, now };
  const guardians = await lockGuardianships({ ...parts, personId: patientId });
  if (!guardians.some((guardian) => guardian.grantId === grantId)) throw linkInvalid();
  for (const guardian of guardians) {
    await endGrant(parts, guardian, 'revoked');
    if (guardian.granteeId === null) continue;
    const to = { personId: guardian.granteeId };
    await gate.mail.queue(tx, { to, template: 'handed-over', values: {} });
  }
  await endOffers({ ...parts, personId: patientId });
  await voidOneTimeTokens(tx, patientId, ['hand-over', 'guardian-offer']);
}
