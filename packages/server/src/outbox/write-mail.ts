import type { Language } from '@wardkeep/contract';
import type { MailTemplate, MailValues } from './mail.ts';
import type { MailText, MailTexts } from './mail-text.ts';
import { GERMAN } from './mail-texts-de.ts';
import { ENGLISH } from './mail-texts-en.ts';

const TEXTS: Readonly<Record<Language, MailTexts>> = { en: ENGLISH, de: GERMAN };

export const MAIL_TEMPLATES: readonly string[] = Object.keys(ENGLISH.templates);

export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
}

/**
 * One e-mail in the reader's language.
 * @param values - As the outbox kept them: times in ISO 8601, countries in ISO 3166-1 alpha-2, counts in digits, our own words for the rest.
 * Undefined for a template that this version does not know.
 */
export function writeMail(
  mail: { readonly template: string; readonly values: Readonly<Record<string, string>> },
  language: Language,
): WrittenMail | undefined {
  if (!isTemplate(mail.template)) return undefined;
  const texts = TEXTS[language];
  const { subject, paragraphs } = say(texts, mail.template, inWords(texts, mail.values));
  return { subject, text: `${[...paragraphs, `-- \n${texts.footer}`].join('\n\n')}\n` };
}

function isTemplate(name: string): name is MailTemplate {
  return MAIL_TEMPLATES.includes(name);
}

function say<T extends MailTemplate>(
  { templates }: MailTexts,
  template: T,
  values: Readonly<Record<string, string>>,
): MailText {
  // Values were queued with their template by a typed call; the sealed row has forgotten which they are.
  return templates[template](values as MailValues[T]);
}

function inWords(
  texts: MailTexts,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, oneLine(inWord(texts, name, value))]),
  );
}

function inWord({ words, locale }: MailTexts, name: string, value: string): string {
  switch (name) {
    case 'at':
    case 'until':
    case 'waitsUntil':
      return timeIn(locale, value);
    case 'country':
    case 'from':
      return countryIn(locale, value) ?? words.unknownPlace;
    case 'device':
      return value === '' ? words.unknownDevice : value;
    case 'factor':
      return words.factors[value] ?? value;
    case 'minutes':
      return minutesIn(locale, value);
    case 'role':
      return words.roles[value] ?? value;
    case 'rule':
      return Object.entries(words.alerts).find(([rule]) => rule === value)?.[1] ?? value;
    default:
      return value;
  }
}

/** In UTC, and says so: where the reader is, nobody knows. */
function timeIn(locale: string, value: string): string {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return value;
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${format.format(time)} UTC`;
}

function minutesIn(locale: string, value: string): string {
  const format = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(locale, format).format(Number(value));
}

function countryIn(locale: string, value: string): string | undefined {
  return /^[A-Z]{2}$/.test(value)
    ? new Intl.DisplayNames(locale, { type: 'region' }).of(value)
    : undefined;
}

/** A name that somebody chose adds no line of its own. */
function oneLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 2000);
}
