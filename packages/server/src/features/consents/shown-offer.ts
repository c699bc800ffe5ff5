import {
  refusal,
  type Caller,
  type ChartScope,
  type PersonFacts,
  type ShownOffer,
} from '../../gate/index.ts';
import {
  findAccount,
  linkInvalid,
  openOneTimeToken,
  spendOneTimeToken,
} from '../accounts/index.ts';
import { grantsOfPatient, lockGrant, readGrant, type StoredGrant } from '../grants/index.ts';
import { lockChart } from '../records/index.ts';
import { consentState } from './consent-rules.ts';
import { asConsented, type Consented } from './consented.ts';

type PersonCaller = Extract<Caller, { kind: 'person' }>;

/**
 * The offer behind a link, when it is this caller's to answer: it waits, nobody offers to themself, and one that names an
 * address is for the account with that address.
 * @returns null for who is not signed in, whom the gate refuses.
 * @throws {@link Refusal} `link_invalid`, the same for whatever is wrong with it.
 */
export async function shownOffer(
  facts: PersonFacts,
  { body }: { readonly body: { readonly token: string } },
): Promise<ShownOffer | null> {
  const { tx, gate, caller, now } = facts;
  if (caller.kind !== 'person') return null;
  const opened = await openOneTimeToken(facts, tx, 'consent-offer', body.token);
  if (opened === undefined) throw linkInvalid();
  const { patientId, grantId, offeredBy, email } = opened.detail;
  if (caller.personId === patientId || caller.personId === offeredBy) throw linkInvalid();
  if (!(await mayStillOffer(facts, patientId, offeredBy))) throw linkInvalid();
  if (email !== null && !(await hasAddress(facts, caller, email))) throw linkInvalid();
  const grant = await readGrant(tx, gate.hashes, patientId, grantId);
  if (grant === undefined || consentState(grant, now) !== 'offered') throw linkInvalid();
  return { patientId, grantId };
}

/** A guardian who was taken out lets nobody in by a link that they made before. */
async function mayStillOffer(
  { tx, gate }: Pick<PersonFacts, 'tx' | 'gate'>,
  patientId: string,
  offeredBy: string,
): Promise<boolean> {
  if (offeredBy === patientId) return true;
  const guardians = await grantsOfPatient(tx, gate.hashes, patientId, ['guardian']);
  return guardians.some(({ granteeId, state }) => granteeId === offeredBy && state === 'active');
}

async function hasAddress(
  { tx, gate }: Pick<PersonFacts, 'tx' | 'gate'>,
  caller: PersonCaller,
  email: string,
): Promise<boolean> {
  const account = await findAccount(tx, gate.hashes.email(email));
  return account?.personId === caller.personId;
}

export interface Answering {
  readonly caller: PersonCaller;
  readonly offer: StoredGrant & Consented;
}

/**
 * Uses the link up and locks its offer, for an answer in this transaction: of two at once, one comes too late.
 * @throws {@link Refusal} `link_invalid`
 */
export async function answerOffer(scope: ChartScope, token: string): Promise<Answering> {
  const { tx, gate, now, caller, personId } = scope;
  if (caller.kind !== 'person') throw refusal('not_signed_in');
  await lockChart(tx, personId);
  const opened = await openOneTimeToken(scope, tx, 'consent-offer', token);
  if (opened === undefined) throw linkInvalid();
  if (!(await spendOneTimeToken(tx, opened.tokenHash, now))) throw linkInvalid();
  const stored = await lockGrant(tx, gate.hashes, personId, opened.detail.grantId);
  const shown = scope.grants.find(({ grantId }) => grantId === stored?.grantId);
  // What was shown may have been narrowed or revoked since: the answer is to what is there now.
  if (stored?.state !== 'offered' || shown?.version !== stored.version) throw linkInvalid();
  const offer = asConsented({ ...stored, detail: shown.detail });
  if (offer === undefined) throw linkInvalid();
  return { caller, offer };
}
