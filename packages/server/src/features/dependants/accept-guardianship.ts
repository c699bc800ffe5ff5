import { PersonId, acceptGuardianship as endpoint, type BodyOf } from '@wardkeep/contract';
import { ownPerson, phiRoute, type ChartScope, type PersonFacts } from '../../gate/index.ts';
import {
  findAccount,
  linkInvalid,
  openOneTimeToken,
  spendOneTimeToken,
} from '../accounts/index.ts';
import { endGrant, lockGrant, moveGrant } from '../grants/index.ts';
import { lockGuardianships } from './guardianships.ts';

export const acceptGuardianship = phiRoute({
  endpoint,
  opens: 'chart',
  person: () => null,
  offer: async (facts, { body }) => (await openOffer(facts, body)).detail,
  handle: async (scope, { body }) => {
    const { tx, gate, personId: patientId } = scope;
    const granteeId = ownPerson(scope);
    const { tokenHash, detail } = await openOffer(scope, body);
    if (!(await spendOneTimeToken(tx, tokenHash, scope.now)) || granteeId === null)
      throw linkInvalid();
    const guardians = await lockGuardianships(scope);
    const offered = await lockGrant(tx, gate.hashes, patientId, detail.grantId);
    // Without a guardian the dependant was handed over: nobody is left who offers anything.
    if (offered?.state !== 'offered' || guardians.length === 0) throw linkInvalid();
    if (guardians.some((guardian) => guardian.granteeId === granteeId)) {
      await endGrant(scope, offered, 'declined');
    } else {
      await moveGrant(scope, offered, { state: 'active', granteeId, validFrom: scope.now });
      await tell(scope, guardians);
    }
    scope.read({ type: 'Grant', id: offered.grantId });
    return { patientId: PersonId.parse(patientId) };
  },
});

/** Where the offer names an address, it is for whoever's account has it. @throws {@link Refusal} `link_invalid` */
async function openOffer(
  parts: Pick<PersonFacts, 'tx' | 'caller' | 'now' | 'gate'> | ChartScope,
  { token: text }: BodyOf<typeof endpoint>,
) {
  const { tx, gate, caller } = parts;
  const token = await openOneTimeToken(parts, tx, 'guardian-offer', text);
  if (token === undefined) throw linkInvalid();
  const { email } = token.detail;
  const holder = email === null ? undefined : await findAccount(tx, gate.hashes.email(email));
  if (email !== null && holder?.personId !== ownPerson({ caller })) throw linkInvalid();
  return token;
}

async function tell(
  { tx, gate }: ChartScope,
  guardians: readonly { readonly granteeId: string | null }[],
): Promise<void> {
  for (const { granteeId: personId } of guardians)
    if (personId !== null)
      await gate.mail.queue(tx, { to: { personId }, template: 'guardian-joined', values: {} });
}
