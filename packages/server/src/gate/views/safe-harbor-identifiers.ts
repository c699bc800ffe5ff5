/** Where in the views an identifier is dealt with: never declared, made into something else, or looked for in words. */
export type HandledBy = 'not declared' | 'changed' | 'not declared; looked for in words';

/**
 * The eighteen identifiers of 45 CFR 164.514(b)(2)(i), (A) to (R), each with what the export does about it. “Not
 * declared”: no element of deidentified-elements.ts holds one, and what is not declared does not leave.
 */
export const SAFE_HARBOR_IDENTIFIERS: readonly {
  readonly letter: string;
  readonly identifier: string;
  readonly handledBy: HandledBy;
  readonly how: string;
}[] = [
  {
    letter: 'A',
    identifier: 'names',
    handledBy: 'not declared; looked for in words',
    how: 'every part of three letters or more of the patient, relatives, practitioners; organisations whole',
  },
  {
    letter: 'B',
    identifier: 'geographic subdivisions smaller than a state',
    handledBy: 'not declared; looked for in words',
    how: 'no address leaves, not even its state; street, city, district and postal code are looked for, and any five digits',
  },
  {
    letter: 'C',
    identifier: 'dates but for the year, ages over 89',
    handledBy: 'changed',
    how: 'moved by days that are the patient’s own, or the year alone; born over 89 years ago is 1900, older dates and dates to come are left out; ages over 89 are 90 or more',
  },
  {
    letter: 'D',
    identifier: 'telephone numbers',
    handledBy: 'not declared; looked for in words',
    how: 'those of the chart, and what looks like one',
  },
  {
    letter: 'E',
    identifier: 'fax numbers',
    handledBy: 'not declared; looked for in words',
    how: 'as telephone numbers',
  },
  {
    letter: 'F',
    identifier: 'e-mail addresses',
    handledBy: 'not declared; looked for in words',
    how: 'those of the chart, and what looks like one',
  },
  {
    letter: 'G',
    identifier: 'social security numbers',
    handledBy: 'not declared; looked for in words',
    how: 'identifiers of the chart, the form 000-00-0000, seven digits and more',
  },
  {
    letter: 'H',
    identifier: 'medical record numbers',
    handledBy: 'changed',
    how: 'identifiers are not declared; record ids are pseudonyms of this export',
  },
  {
    letter: 'I',
    identifier: 'health plan beneficiary numbers',
    handledBy: 'not declared; looked for in words',
    how: 'identifiers of the chart; Coverage is not declared',
  },
  {
    letter: 'J',
    identifier: 'account numbers',
    handledBy: 'not declared; looked for in words',
    how: 'identifiers of the chart, seven digits and more',
  },
  {
    letter: 'K',
    identifier: 'certificate and licence numbers',
    handledBy: 'not declared; looked for in words',
    how: 'identifiers of the chart, seven digits and more',
  },
  {
    letter: 'L',
    identifier: 'vehicle identifiers and serial numbers',
    handledBy: 'not declared; looked for in words',
    how: 'identifiers of the chart',
  },
  {
    letter: 'M',
    identifier: 'device identifiers and serial numbers',
    handledBy: 'not declared; looked for in words',
    how: 'serial, lot and UDI of the chart; a device leaves as its type',
  },
  {
    letter: 'N',
    identifier: 'web addresses',
    handledBy: 'not declared; looked for in words',
    how: 'what looks like one; systems of codes are of a closed list',
  },
  {
    letter: 'O',
    identifier: 'IP addresses',
    handledBy: 'not declared; looked for in words',
    how: 'what looks like one',
  },
  {
    letter: 'P',
    identifier: 'biometric identifiers',
    handledBy: 'not declared',
    how: 'attachments and Media are not declared',
  },
  {
    letter: 'Q',
    identifier: 'full-face photographs and the like',
    handledBy: 'not declared',
    how: 'photographs, attachments and the pixels of studies are not declared',
  },
  {
    letter: 'R',
    identifier: 'any other unique number, characteristic or code',
    handledBy: 'changed',
    how: 'ids are pseudonyms, DICOM UIDs are not declared, codes are those of known terminologies only',
  },
];
