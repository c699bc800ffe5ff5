import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'wardkeep-language';

/** What was chosen here before, else the first of the browser's languages that we speak. */
export function preferredLanguage(
  storage: Pick<Storage, 'getItem'>,
  browser: readonly string[],
): Language {
  const wanted = [storage.getItem(KEY) ?? '', ...browser].map((tag) => tag.split('-')[0]);
  return LANGUAGES.find((language) => language === wanted.find(isLanguage)) ?? 'en';
}

export function isLanguage(tag: string | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag);
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await showLanguage(language);
}

/** Only the catalogue in use is loaded. */
export async function showLanguage(language: Language): Promise<void> {
  i18n.setMessagesCompiler(compileMessage);
  const messages = await CATALOGUES[language]();
  const later = wantsChartWords ? await CHART_CATALOGUES[language]() : {};
  i18n.loadAndActivate({ locale: language, messages: { ...messages, ...later } });
  document.documentElement.lang = language;
}

let wantsChartWords = false;

/** A page together with the words that only pages of a chart have: nobody else waits for them. */
export function withChartWords<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return async () => {
    const [module] = await Promise.all([load(), loadChartWords()]);
    return module;
  };
}

async function loadChartWords(): Promise<void> {
  if (wantsChartWords) return;
  const language = isLanguage(i18n.locale) ? i18n.locale : 'en';
  i18n.load(language, await CHART_CATALOGUES[language]());
  wantsChartWords = true;
}

const CATALOGUES: Record<Language, () => Promise<Record<string, string>>> = {
  en: async () => (await import('./messages/en.ts')).en,
  de: async () => (await import('./messages/de.ts')).de,
};

const CHART_CATALOGUES: Record<Language, () => Promise<Record<string, string>>> = {
  en: async () => (await import('./messages/en-chart.ts')).enChart,
  de: async () => (await import('./messages/de-chart.ts')).deChart,
};
