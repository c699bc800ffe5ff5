import { type BodyInputOf, type ConsentTerms, Email, type offerConsent } from '@wardkeep/contract';
import { FIRST_TERMS } from './terms-rules.ts';
import { FIRST_UNTIL, type Until, untilMoment } from './until-rules.ts';

export interface Invitation {
  readonly kind: 'consent' | 'care-team';
  readonly label: string;
  readonly patientLabel: string;
  readonly by: 'email' | 'code';
  readonly email: string;
  readonly terms: ConsentTerms;
  readonly until: Until;
}

export const firstInvitation = (patientLabel: string): Invitation => ({
  kind: 'consent',
  label: '',
  patientLabel,
  by: 'email',
  email: '',
  terms: FIRST_TERMS,
  until: FIRST_UNTIL,
});

export type InvitationFault = 'label' | 'patientLabel' | 'email' | 'kinds' | 'until';

/** What keeps it from being sent, in the order of its fields. */
export function invitationFaults(invitation: Invitation, now: Date): readonly InvitationFault[] {
  const { label, patientLabel, by, email, terms, until } = invitation;
  const faults: [InvitationFault, boolean][] = [
    ['label', label.trim() === ''],
    ['email', by === 'email' && !Email.safeParse(email.trim()).success],
    ['patientLabel', patientLabel.trim() === ''],
    ['kinds', terms.kinds.length === 0],
    ['until', untilMoment(until, now) === undefined],
  ];
  return faults.flatMap(([fault, isThere]) => (isThere ? [fault] : []));
}

/** As the server takes it; for an invitation without faults. */
export function offerBody(invitation: Invitation, now: Date): BodyInputOf<typeof offerConsent> {
  const { kind, by, terms, until } = invitation;
  return {
    kind,
    label: invitation.label.trim(),
    patientLabel: invitation.patientLabel.trim(),
    email: by === 'email' ? invitation.email.trim() : null,
    terms,
    until: untilMoment(until, now) ?? null,
  };
}
