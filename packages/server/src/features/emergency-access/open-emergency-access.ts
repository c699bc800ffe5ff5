import {
  PersonId,
  openEmergencyAccess as endpoint,
  type BodyOf,
  type ReplyOf,
} from '@wardkeep/contract';
import {
  phiRoute,
  readAdministrators,
  refusal,
  type ChartScope,
  type PersonFacts,
  type Route,
} from '../../gate/index.ts';
import { grantsOfPatient, makeGrant, whomToTell } from '../grants/index.ts';
import { findPerson } from '../person-index/index.ts';
import { withDetail } from './review-detail.ts';
import { dueAfter, endsAt, type EmergencySettings } from './review-rules.ts';
import { insertReview, lockPatient } from './review-store.ts';
import { maySearch } from './search-rules.ts';
import { tellOfSearches } from './tell-of-searches.ts';

/** Breaks the glass: the grant, its review, its e-mails and its audit event are one transaction. */
export function openEmergencyAccess(settings: EmergencySettings): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (facts, { body }) => whoIsMeant(facts, body.search),
    handle: async (scope, { body }) => {
      await lockPatient(scope.tx, scope.personId);
      const { grantId, until } =
        (await openAlready(scope)) ?? (await breakGlass(scope, body, settings));
      scope.because(`emergency ${grantId} ${body.reason}`);
      const patientId = PersonId.parse(scope.personId);
      return { grantId, patientId, until: until.toISOString() };
    },
    refused: tellOfSearches,
  });
}

type Asked = BodyOf<typeof endpoint>;

async function whoIsMeant(
  { tx, caller, gate, now }: PersonFacts,
  search: Asked['search'],
): Promise<string | null> {
  if (!maySearch(caller, now)) return null;
  const personId = await findPerson(tx, gate.hashes, search);
  return personId === caller.personId ? null : personId;
}

interface Opened {
  readonly grantId: ReplyOf<typeof endpoint>['grantId'];
  readonly until: Date;
}

/** Whoever asks again gets what they have: a second reason makes the time no longer. */
async function openAlready({
  tx,
  gate,
  personId,
  caller,
  now,
}: ChartScope): Promise<Opened | undefined> {
  const grants = await grantsOfPatient(tx, gate.hashes, personId, ['emergency']);
  const opened = grants.flatMap(({ grantId, granteeId, state, validUntil }) => {
    const isTheirs = caller.kind === 'person' && granteeId === caller.personId;
    if (!isTheirs || state !== 'active' || validUntil === null || validUntil <= now) return [];
    return [{ grantId, until: validUntil }];
  });
  return opened[0];
}

async function breakGlass(
  scope: ChartScope,
  { reason, words }: Asked,
  settings: EmergencySettings,
): Promise<Opened> {
  const { tx, gate, caller, personId: patientId, now } = scope;
  if (caller.kind !== 'person') throw refusal('not_signed_in');
  const until = endsAt(now, settings);
  const { grantId } = await makeGrant(scope, {
    kind: 'emergency',
    state: 'active',
    granteeId: caller.personId,
    organisationId: null,
    parentId: null,
    pseudonym: null,
    validFrom: now,
    validUntil: until,
    detail: { label: null, patientLabel: null, terms: null, proposed: null, endsOn: null },
  });
  const review = {
    patientId,
    grantId,
    openedBy: caller.personId,
    openedAt: now,
    endedAt: null,
    dueAt: dueAfter(now, settings),
    disputedAt: null,
    reviewedAt: null,
    reviewedBy: null,
    outcome: null,
  };
  const detail = {
    reason,
    words,
    until: until.toISOString(),
    disputeWords: null,
    reviewWords: null,
  };
  await insertReview(tx, gate.hashes, withDetail(gate, review, detail));
  await tell(scope, { at: now, until, dueAt: review.dueAt });
  return { grantId, until };
}

/** The patient, or who looks after them, and every administrator: before the first record is read. */
async function tell(
  scope: ChartScope,
  opened: { readonly at: Date; readonly until: Date; readonly dueAt: Date },
): Promise<void> {
  const { tx, gate } = scope;
  const at = opened.at.toISOString();
  for (const personId of await whomToTell(scope))
    await gate.mail.queue(tx, {
      to: { personId },
      template: 'emergency-opened',
      values: { at, until: opened.until.toISOString() },
    });
  for (const personId of await readAdministrators(tx, gate.hashes))
    await gate.mail.queue(tx, {
      to: { personId },
      template: 'emergency-to-review',
      values: { at, until: opened.dueAt.toISOString() },
    });
}
