import type { AlertRule } from '@wardkeep/contract';
import type { MailTemplate, MailValues } from './mail.ts';

/** Plain text: nothing in it is fetched, tracked or hidden. */
export interface MailText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

/** What one language says in each e-mail; values come in the reader's words already. */
export interface MailTexts {
  readonly templates: { readonly [T in MailTemplate]: (values: MailValues[T]) => MailText };
  /** Below every text. */
  readonly footer: string;
  readonly words: {
    readonly roles: Readonly<Record<string, string>>;
    readonly factors: Readonly<Record<string, string>>;
    readonly alerts: Readonly<Record<AlertRule, string>>;
    readonly unknownPlace: string;
    readonly unknownDevice: string;
  };
  /** BCP 47, for dates and names of countries. */
  readonly locale: string;
}
