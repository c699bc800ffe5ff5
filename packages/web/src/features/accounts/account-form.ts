import { DisplayName, Email } from '@wardkeep/contract';
import { hasRightLength } from './strength-rules.ts';

export interface AccountForm {
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
}

export const EMPTY_FORM: AccountForm = { displayName: '', email: '', password: '' };

export interface FormRules {
  /** Letters of the password: fewer are enough where a second factor comes next. */
  readonly leastLetters: number;
  /** An invitation knows the address itself. */
  readonly asksEmail: boolean;
}

export type FormFault = 'name' | 'email' | 'password';

/** What keeps the form from being sent, in the order of its fields. */
export function formFaults(form: AccountForm, { leastLetters, asksEmail }: FormRules): FormFault[] {
  const faults: FormFault[] = [];
  if (!DisplayName.safeParse(form.displayName).success) faults.push('name');
  if (asksEmail && !Email.safeParse(form.email.trim()).success) faults.push('email');
  if (!hasRightLength(form.password, leastLetters)) faults.push('password');
  return faults;
}
