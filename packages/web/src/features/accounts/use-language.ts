import { useLingui } from '@lingui/react';
import { Language } from '@wardkeep/contract';

/** The language of the page, in which whoever makes an account is then written to. */
export function useLanguage(): Language {
  const { i18n } = useLingui();
  return Language.catch('en').parse(i18n.locale);
}
