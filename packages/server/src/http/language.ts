import { Language } from '@wardkeep/contract';

/** The first language of `Accept-Language` (RFC 9110 §12.5.4) that there is a catalogue for; weights are not looked at. */
export function languageOf(header: string | undefined): Language {
  for (const range of header?.slice(0, 200).split(',') ?? []) {
    const asked = range.trim().slice(0, 2).toLowerCase();
    const known = Language.options.find((language) => language === asked);
    if (known !== undefined) return known;
  }
  return 'en';
}
