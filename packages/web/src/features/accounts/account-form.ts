import { DisplayName, Email, Password } from '@wardkeep/contract';

export interface AccountForm {
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
}

export const EMPTY_FORM: AccountForm = { displayName: '', email: '', password: '' };

/** The password's own rule, for the meter; the contract's `Password` decides. */
export const PASSWORD_LETTERS = 15;

/** Letters as a person counts them: code points after NFC. */
export function passwordLetters(password: string): number {
  return Array.from(password.normalize('NFC')).length;
}

export type FormFault = 'name' | 'email' | 'password';

/** What keeps the form from being sent, in the order of its fields. */
export function formFaults(form: AccountForm): FormFault[] {
  const faults: FormFault[] = [];
  if (!DisplayName.safeParse(form.displayName).success) faults.push('name');
  if (!Email.safeParse(form.email.trim()).success) faults.push('email');
  if (!Password.safeParse(form.password).success) faults.push('password');
  return faults;
}
