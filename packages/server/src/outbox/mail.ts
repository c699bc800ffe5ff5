import type { Language } from '@wardkeep/contract';

/** What each e-mail says beside its own words; links and names of things, never a name, a record or a value of one. */
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
  'session-reused': { readonly at: string };
  'recovery-requested': { readonly waitsUntil: string; readonly link: string };
  'recovery-approved': { readonly waitsUntil: string };
  'recovery-ended': Nothing;
  'recovery-used': Nothing;
  'account-suspended': Nothing;
  'account-resumed': Nothing;
  'account-deactivated': Nothing;
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
