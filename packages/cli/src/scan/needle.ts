/** Something that must not be readable anywhere: a name, a number, the bytes of a key. */
export interface Needle {
  /** What reports call it, because they never show the value: `line 3`, `Patient.name 1`. */
  readonly label: string;
  readonly value: string | Uint8Array;
}

/** Shorter ones turn up by chance in random bytes and in ordinary words. */
export const NEEDLE_CHARACTERS_LEAST = 6;

export class NeedleError extends Error {
  override readonly name = 'NeedleError';
  /** `too_short`: would give false alarms. `none`: there is nothing to search for. */
  readonly code: 'too_short' | 'none';
  constructor(code: NeedleError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * One needle a line, blanks around it and empty lines left out.
 * @throws {@link NeedleError} naming lines, never what they hold.
 */
export function needlesFromLines(text: string): readonly Needle[] {
  const needles = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ label: `line ${index + 1}`, value: line.trim() }))
    .filter(({ value }) => value !== '');
  return checkNeedles(needles);
}

/** @throws {@link NeedleError} `too_short` or `none`. */
export function checkNeedles(needles: readonly Needle[]): readonly Needle[] {
  if (needles.length === 0) throw new NeedleError('none', 'There is no needle to search for.');
  const short = needles.filter((needle) => lengthOf(needle) < NEEDLE_CHARACTERS_LEAST);
  if (short.length === 0) return needles;
  const names = short.slice(0, 10).map(({ label }) => label);
  throw new NeedleError(
    'too_short',
    `A needle needs at least ${NEEDLE_CHARACTERS_LEAST} characters: shorter ones are found by chance, ` +
      `and a scan that cries wolf is not read. Too short: ${names.join(', ')}` +
      `${short.length > names.length ? ` and ${short.length - names.length} more` : ''}.`,
  );
}

function lengthOf({ value }: Needle): number {
  return typeof value === 'string' ? Array.from(value.normalize('NFC')).length : value.length;
}
