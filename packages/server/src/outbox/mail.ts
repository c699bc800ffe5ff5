import type { Language } from '@wardkeep/contract';

/** What each e-mail says beside its own words; links and names of things, never a record or a value of one, and no name but one that a patient chose for it. */
export interface MailValues {
  'confirm-sign-up': { readonly link: string };
  /** Somebody asked for an account with an address that has one. */
  'already-registered': { readonly link: string };
  invitation: { readonly link: string; readonly role: string };
  'password-reset': { readonly link: string };
  'password-changed': Nothing;
  'email-change': { readonly link: string };
  /** To the address that was the account's until now. */
  'email-changed': Nothing;
  'factor-added': { readonly factor: string };
  'factor-removed': { readonly factor: string };
  'recovery-codes-made': Nothing;
  'recovery-code-used': { readonly left: string };
  'new-device': { readonly device: string; readonly country: string; readonly at: string };
  'new-country': { readonly device: string; readonly country: string; readonly at: string };
  /** The account was used in another country, `from`, so many minutes before. */
  'impossible-travel': {
    readonly device: string;
    readonly country: string;
    readonly at: string;
    readonly from: string;
    readonly minutes: string;
  };
  'session-reused': { readonly at: string };
  'recovery-requested': { readonly waitsUntil: string; readonly link: string };
  'recovery-approved': { readonly waitsUntil: string };
  'recovery-ended': Nothing;
  'recovery-used': Nothing;
  /** Names in these are the patient's own words: for themself, and for whom they let in. */
  'consent-offered': { readonly link: string; readonly patientLabel: string };
  'consent-accepted': { readonly label: string };
  'consent-declined': { readonly label: string };
  'consent-left': { readonly label: string };
  'consent-widening-accepted': { readonly label: string };
  'consent-widening-declined': { readonly label: string };
  'consent-widening': { readonly patientLabel: string };
  'consent-narrowed': { readonly patientLabel: string };
  'consent-revoked': { readonly patientLabel: string };
  'account-suspended': Nothing;
  'account-resumed': Nothing;
  'account-deactivated': Nothing;
  /** To the patient, or who looks after them: somebody broke the glass. */
  'emergency-opened': { readonly at: string; readonly until: string };
  /** The same to administrators, with the end of the time for the review. */
  'emergency-to-review': { readonly at: string; readonly until: string };
  'emergency-disputed': { readonly at: string; readonly until: string };
  'emergency-overdue': { readonly count: string };
  /** To the patient: it should not have been. */
  'emergency-misused': { readonly at: string };
  /** To administrators: so many searches that found nobody, by whose account. */
  'emergency-searches': { readonly count: string; readonly account: string };
  'reidentification-requested': { readonly until: string };
  'reidentification-approved': { readonly until: string };
  'reidentification-refused': Nothing;
  /** To the patient: a care team has one more colleague. */
  'care-team-joined': Nothing;
  'guardian-offer': { readonly link: string };
  /** To who was guardian before. */
  'guardian-joined': Nothing;
  'hand-over': { readonly link: string };
  /** To who was guardian until now. */
  'handed-over': Nothing;
  /** To an officer, once a day: the lines of the newest checkpoint of the audit log, to keep. */
  'audit-checkpoint': {
    readonly origin: string;
    readonly size: string;
    readonly root: string;
    readonly signature: string;
  };
  /** To administrators: somebody asks about an access. Who and what, they see once they are signed in. */
  'access-asked': Nothing;
  /** To whoever asked. */
  'access-answered': Nothing;
  /** To security officers: which rule, how many, when. Never about whom. */
  alert: {
    readonly rule: string;
    readonly count: string;
    readonly at: string;
    readonly link: string;
  };
}
type Nothing = Readonly<Record<string, never>>;

export type MailTemplate = keyof MailValues;

/** An account is written to at the address, and in the language, that it has when the e-mail leaves. */
export type MailTo =
  { readonly personId: string } | { readonly address: string; readonly language: Language };

export type Mail = {
  [T in MailTemplate]: {
    readonly to: MailTo;
    readonly template: T;
    readonly values: MailValues[T];
  };
}[MailTemplate];
