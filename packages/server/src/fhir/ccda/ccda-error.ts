/**
 * `too_large`: more bytes or markup than {@link ccdaLimits} allows. `not_text`: bytes that are not in the
 * encoding they claim. `not_xml`: not well-formed. `dtd_refused`: a document type or an entity of
 * its own, which C-CDA has no use for and attackers do. `too_deep`: nested beyond the limit.
 * `not_ccda`: XML of another kind.
 */
export type CcdaErrorCode =
  'too_large' | 'not_text' | 'not_xml' | 'dtd_refused' | 'too_deep' | 'not_ccda';

/** Why a file was refused as a whole. The message is fixed by the code and quotes nothing of the file. */
export class CcdaError extends Error {
  override readonly name = 'CcdaError';
  readonly code: CcdaErrorCode;

  constructor(code: CcdaErrorCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.code = code;
  }
}

/**
 * What a document may be at most. `elementDepth` counts from the root, which is 1; `markup` counts
 * `<` and `&`, which cost time and memory where embedded files cost little.
 */
export const ccdaLimits = {
  bytes: 32 * 1024 * 1024,
  elementDepth: 100,
  markup: 600_000,
} as const;

const messages: Readonly<Record<CcdaErrorCode, string>> = {
  too_large: 'The document is larger than 32 MiB or has more than 300,000 elements. Split it.',
  not_text: 'The document is not text in UTF-8, UTF-16 or ISO 8859-1, or not in the one it names.',
  not_xml: 'The document is not well-formed XML. Ask its sender for an intact copy.',
  dtd_refused: 'The document declares a document type or entities. Those are not accepted.',
  too_deep: 'The elements are nested more than 100 deep.',
  not_ccda: 'The XML is no C-CDA document: its first element is not one of CDA R2.',
};
