import type { Readable } from 'node:stream';
import { Refusal } from '../gate/index.ts';
import { limited, type Pace } from './limited-body.ts';

/** Deeper than any FHIR resource that means something; shallower than what overflows a stack. */
export const JSON_DEPTH = 100;

/** A life's record holds some hundred thousand; each costs memory far beyond its two bytes of text. */
export const JSON_VALUES = 4_000_000;

/** What a JSON body turned out to be. A fault is handed on, so that the gate refuses the request and records it. */
export type JsonBody = { readonly value: unknown } | { readonly fault: Refusal };

/** Reads at most `limitBytes`; checks the nesting before anything recursive sees the text. */
export async function readJson(
  stream: Readable,
  limitBytes: number,
  pace?: Pace,
): Promise<JsonBody> {
  try {
    const bytes = await readWhole(limited(stream, limitBytes, pace));
    if (bytes.length === 0) return { value: undefined };
    return { value: jsonIn(bytes) };
  } catch (error) {
    if (error instanceof Refusal) return { fault: error };
    throw error;
  }
}

/** @throws {@link Refusal} `not_json`, `too_deep`, `body_too_large`. */
export function jsonIn(bytes: Uint8Array | string): unknown {
  const text = typeof bytes === 'string' ? bytes : decodeUtf8(bytes);
  // Each value takes two characters at least: what is shorter can't hold too many.
  if (text.length > 2 * JSON_VALUES) refuseManyValues(text);
  // The parser does not recurse; whatever sees the value afterwards may.
  const value = parseJson(text);
  refuseDeep(value);
  return value;
}

/** A form (`application/x-www-form-urlencoded`) as Fastify reads a query: what is there once is text, else a list. */
export async function readForm(stream: Readable, limitBytes: number): Promise<JsonBody> {
  try {
    const sent = new URLSearchParams(decodeUtf8(await readWhole(limited(stream, limitBytes))));
    const names = [...new Set(sent.keys())];
    const members = names.map((name) => {
      const [first, ...others] = sent.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]] as const;
    });
    return { value: Object.fromEntries(members) };
  } catch (error) {
    if (error instanceof Refusal) return { fault: error };
    throw error;
  }
}

async function readWhole(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // `as`: a body in bytes comes in pieces of bytes.
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Refusal('not_json', 'The body is not UTF-8 text.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    // A member named __proto__ becomes an own property here; nothing in Wardkeep merges objects by name.
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text: it is left out, cause and all.
    throw new Refusal('not_json', 'The body is not JSON (RFC 8259).');
  }
}

/** One pass over the text, before anything is built from it. */
function refuseManyValues(text: string): void {
  let values = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET || code === COMMA) values++;
    if (values > JSON_VALUES) throw tooManyValues();
  }
}

/** Ten times as quick as reading the text for it. Goes no deeper itself than what it takes. */
function refuseDeep(value: unknown, depth = 1): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > JSON_DEPTH) throw tooDeep();
  if (Array.isArray(value)) for (const each of value) refuseDeep(each, depth + 1);
  // `as`: JSON knows no other kind of object
  else for (const name in value) refuseDeep((value as Record<string, unknown>)[name], depth + 1);
}

function tooDeep(): Refusal {
  return new Refusal('too_deep', `The JSON is nested more than ${JSON_DEPTH} levels deep.`);
}

function tooManyValues(): Refusal {
  const most = JSON_VALUES.toLocaleString('en');
  return new Refusal(
    'body_too_large',
    `The JSON holds more than ${most} values, the most that is taken at once.`,
  );
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
