import { checkNeedles, type Needle } from './needle.ts';

/** One way in which one needle could lie in a file. */
export interface Pattern {
  readonly needle: Needle;
  /** Named in reports: `utf8`, `base64`, `hex` … */
  readonly encoding: string;
  readonly bytes: Uint8Array;
  /** False where ASCII letters match in either case; base64 means something else in the other case. */
  readonly isCaseExact: boolean;
}

/**
 * Every needle in every encoding that logs, databases and serialisers give to text, for its Unicode forms (NFC, NFD)
 * and cases. Not found by these: text that is compressed, or base64 that a line break cuts in two.
 * @throws NeedleError for needles that are too short.
 */
export function patternsFor(needles: readonly Needle[]): readonly Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const needle of checkNeedles(needles)) {
    for (const encoded of encodingsOf(needle)) {
      const pattern = { needle, ...encoded };
      const key = keyOf(pattern);
      if (!patterns.has(key)) patterns.set(key, pattern);
    }
  }
  return [...patterns.values()];
}

type Encoded = Omit<Pattern, 'needle'>;

/** Several forms of a needle often have the same bytes: one pattern will do. */
function keyOf({ needle, encoding, bytes, isCaseExact }: Pattern): string {
  const text = Buffer.from(bytes).toString('latin1');
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `${needle.label}\0${encoding}\0${isCaseExact ? text : folded}`;
}

function encodingsOf({ value }: Needle): readonly Encoded[] {
  if (typeof value !== 'string') return [anyCase('raw', value, true), ...byteEncodings(value)];
  const given = value.toWellFormed();
  const forms = [given, given.normalize('NFC'), given.normalize('NFD')];
  const cased = forms.flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()]);
  return [...new Set(cased)].flatMap((form) => [
    ...textEncodings(form),
    ...byteEncodings(Buffer.from(form)),
  ]);
}

function textEncodings(text: string): readonly Encoded[] {
  const utf16 = Buffer.from(text, 'utf16le');
  return [
    anyCase('utf8', Buffer.from(text)),
    anyCase('utf16le', utf16),
    anyCase('utf16be', Buffer.from(utf16).swap16()),
    anyCase('reversed', Buffer.from(Array.from(text).reverse().join(''))),
    anyCase('percent', Buffer.from(encodeURIComponent(text))),
    anyCase('percent', Buffer.from(encodeURIComponent(text).replaceAll('%20', '+'))),
    anyCase('percent', Buffer.from(Buffer.from(text).toString('hex').replaceAll(/../g, '%$&'))),
    anyCase('json', Buffer.from(JSON.stringify(text).slice(1, -1))),
    anyCase('json', Buffer.from(escapeForJson(text, /[^\x20-\x7e]/g))),
    anyCase('json', Buffer.from(escapeForJson(text, /[^]/g))),
  ].filter(({ encoding, bytes }) => encoding === 'utf8' || !isSame(bytes, text));
}

function byteEncodings(bytes: Uint8Array): readonly Encoded[] {
  const standard = base64AtEveryOffset(bytes, 'base64');
  const url = base64AtEveryOffset(bytes, 'base64url').filter((text) => !standard.includes(text));
  return [
    anyCase('hex', Buffer.from(Buffer.from(bytes).toString('hex'))),
    ...standard.map((text) => anyCase('base64', Buffer.from(text), true)),
    ...url.map((text) => anyCase('base64url', Buffer.from(text), true)),
  ];
}

function anyCase(encoding: string, bytes: Uint8Array, isCaseExact = false): Encoded {
  return { encoding, bytes, isCaseExact };
}

function escapeForJson(text: string, which: RegExp): string {
  return text.replaceAll(
    which,
    (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** What surrounds a needle shifts it by 0, 1 or 2 bytes; only the characters that it alone decides are kept. */
function base64AtEveryOffset(bytes: Uint8Array, encoding: 'base64' | 'base64url'): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString(encoding);
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
}

function isSame(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(text).equals(bytes);
}
