import { randomUUID } from 'node:crypto';
import type { Action } from '@wardkeep/contract';
import { EVERYTHING } from './give-grant.ts';

const PASSWORD = 'correct horse battery staple';
/** For whatever asks for a sentence. */
export const WORDS = 'a sentence that says why';
const PASSKEY = { id: 'x', rawId: 'x', type: 'public-key', response: {} };

/**
 * A body that the contract lets pass, with which most actions change little: what it names is made up, but for the
 * patient, and `Test Searched`, whom an emergency may find.
 * @param tokens - Of links that somebody made; any text for a link that is none.
 */
export function validBody(
  action: Action,
  patientId: string,
  { consent, guardian }: { readonly consent: string; readonly guardian: string },
): object {
  const account = { email: 'admin@example.test', password: PASSWORD, displayName: 'X' };
  const bodies: { readonly [A in Action]?: object } = {
    'account-recovery.cancel': { token: 'x' },
    'account.change-email': { email: 'another@example.test' },
    'account.change-password': { password: 'password12345678' },
    'account.complete-sign-up': { token: 'x', password: 'x' },
    'account.confirm-email-change': { token: 'x' },
    'account.request-password-reset': { email: 'nobody@example.test' },
    'account.reset-password': { token: 'x', password: PASSWORD },
    'account.set-up': { ...account, setUpToken: 'x' },
    'account.sign-up': account,
    'alert.acknowledge': { words: WORDS },
    'audit.answer': { answer: WORDS },
    'audit.ask': { words: WORDS },
    'consent.accept': { token: consent },
    'consent.decline': { token: consent },
    'consent.read-offer': { token: consent },
    'consent.narrow': { terms: EVERYTHING, until: null },
    'consent.widen': { terms: EVERYTHING, until: null },
    'consent.offer': { label: 'x', patientLabel: 'x', email: null, terms: EVERYTHING, until: null },
    'dependant.accept-hand-over': { token: 'x', password: PASSWORD, displayName: 'X' },
    'dependant.add': { displayName: 'X', birthDate: '1950-01-01' },
    'dependant.hand-over': { email: 'another@example.test' },
    'device.rename': { name: 'x' },
    'document.create': { title: 'x', fileName: 'x.pdf' },
    'emergency.dispute': { words: WORDS },
    'emergency.open': {
      search: {
        by: 'name-and-birth-date',
        given: 'Test',
        family: 'Searched',
        birthDate: '1980-02-03',
      },
      reason: 'other',
      words: WORDS,
    },
    'emergency.review': { outcome: 'justified', words: WORDS },
    'erasure.confirm': { confirmation: 'erase', password: 'x' },
    'guardian.accept': { token: guardian },
    'guardian.offer': { email: null },
    'invitation.accept': { invitationToken: 'x', password: PASSWORD, displayName: 'X' },
    'invitation.create': { role: 'provider', email: 'admin@example.test' },
    'organisation.create': { name: 'X' },
    'organisation.rename': { name: 'X' },
    'passkey.add': { name: 'x', response: PASSKEY },
    'passkey.rename': { name: 'x' },
    'pseudonym.request': { pseudonym: randomUUID(), reason: WORDS },
    'record.create': observation(patientId),
    'record.import': {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: `urn:uuid:${randomUUID()}`,
          resource: observation(patientId),
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    },
    'record.search': { patient: patientId },
    'record.update': { resourceType: 'Patient', id: patientId },
    'record.validate': observation(patientId),
    'recovery.confirm': { fingerprint: 'x' },
    'session.prove-code': { code: '000000' },
    'session.prove-passkey': { response: PASSKEY },
    'session.prove-password': { password: 'x' },
    'session.sign-in': { email: 'nobody@example.test', password: 'x' },
    'share.create': {
      label: 'x',
      records: [{ type: 'Patient', id: patientId }],
      documents: [],
    },
    'totp.confirm': { code: '000000' },
  };
  return bodies[action] ?? {};
}

/** The same for a query; empty for most. */
export function validQuery(action: Action, patientId: string): Readonly<Record<string, string>> {
  if (action === 'audit-event.search' || action === 'record.search') return { patient: patientId };
  if (action === 'audit.read-consistency') return { from: '1', to: '1' };
  return {};
}

function observation(patientId: string): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Pulse' },
    subject: { reference: `Patient/${patientId}` },
  };
}
