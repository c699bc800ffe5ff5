/** What an identifier of a person is, of those that are looked for in words. */
export type IdentifierKind =
  | 'address'
  | 'age-over-89'
  | 'date'
  | 'e-mail'
  | 'identifier'
  | 'ip-address'
  | 'name'
  | 'number'
  | 'phone'
  | 'postal-code'
  | 'record-id'
  | 'url';

const MONTH =
  '(?:jan(?:uary|uar)?|jän(?:ner)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz?|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\\.?';

/**
 * Identifiers that tell by their looks, whoever's they are. Every repetition is bounded, so that no text takes long. They
 * take more than they must (any five digits may be a postal code): words are for who asked for them.
 */
export const PATTERNS: readonly (readonly [IdentifierKind, RegExp])[] = [
  ['e-mail', /[^\s@<>()",;:]{1,64}@[^\s@<>()",;:]{1,255}/g],
  ['url', /\b(?:https?|ftp|mailto|tel|urn|file|data):[^\s<>"]{1,2000}|\bwww\.[^\s<>"]{1,2000}/gi],
  ['record-id', /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi],
  ['ip-address', /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\da-f]{1,4}:){3,7}[\da-f]{0,4}/gi],
  ['identifier', /\b\d{3}-\d{2}-\d{4}\b/g],
  [
    'date',
    /\b(?:18|19|20)\d{2}[-/](?:0?[1-9]|1[0-2])(?:[-/](?:0?[1-9]|[12]\d|3[01]))?(?:T\d{2}:\d{2}[\d:.+Z-]{0,16})?(?!\d)|\b(?:18|19|20)\d{2}\.\d{1,2}\.\d{1,2}(?!\d)|\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)|\b(?:0?[1-9]|1[0-2])\/(?:18|19|20)\d{2}\b/g,
  ],
  [
    'date',
    new RegExp(
      `(?<![\\p{L}\\d])\\d{1,2}(?:st|nd|rd|th|\\.)?[\\s-]{0,3}(?:of\\s{1,3})?${MONTH}(?!\\p{L})(?:,?[\\s-]{0,3}\\d{2,4})?|(?<!\\p{L})${MONTH}[\\s-]{1,3}\\d{1,4}(?:st|nd|rd|th)?(?:,?\\s{1,3}\\d{4})?(?![\\p{L}\\d])`,
      'giu',
    ),
  ],
  [
    'phone',
    /(?:\+|\b00)\d[\d ()./-]{6,20}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b0\d{2,4}[ /-]{1,3}\d[\d -]{4,12}\d\b|\b\d{3}[ .-]\d{4}\b/g,
  ],
  ['number', /\d{7,}/g],
  ['postal-code', /\b\d{5}(?:-\d{4})?\b/g],
  [
    'age-over-89',
    /\b(?:9\d|1[0-4]\d)[\s-]{0,2}(?:years?|yrs?|y\.?o\.?|y\/o|jahre?|jährig)|\b(?:aged?|age of|alter)\s{1,3}(?:9\d|1[0-4]\d)\b/gi,
  ],
];
