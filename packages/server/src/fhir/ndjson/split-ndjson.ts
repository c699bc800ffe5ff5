/** A line of an NDJSON file, or that it was refused and why. `number` counts from 1, empty lines too. */
export type NdjsonLine =
  | { readonly kind: 'line'; readonly number: number; readonly text: string }
  | { readonly kind: 'refused'; readonly number: number; readonly code: NdjsonRefusal };

/** `line_too_long`: more bytes than the limit. `not_utf8`: bytes that are no UTF-8. */
export type NdjsonRefusal = 'line_too_long' | 'not_utf8';

/**
 * The lines of an NDJSON file as they arrive, in memory of one line.
 *
 * A line ends with LF or CRLF, the last one also with the file. Empty lines are skipped, as is a
 * byte order mark at the start. A line that is refused costs only itself: the next one follows.
 * Whether a line is JSON is for the caller to find out.
 *
 * @param maxLineBytes - Without the line's end. What is over it is dropped as it arrives.
 */
export async function* splitNdjson(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<NdjsonLine, void, undefined> {
  const line = new PartialLine(maxLineBytes);
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lf); end !== -1; end = chunk.indexOf(lf, start)) {
      line.add(chunk.subarray(start, end));
      start = end + 1;
      const read = line.take(number);
      if (read !== undefined) yield read;
      number += 1;
    }
    line.add(chunk.subarray(start));
  }
  const last = line.take(number);
  if (last !== undefined) yield last;
}

const lf = 0x0a;
const cr = 0x0d;

class PartialLine {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#bytes += piece.length;
    // Room for the byte order mark and the CR, which don't count.
    if (this.#bytes <= this.#maxBytes + 4) {
      // A reader may use its buffer again for the next chunk.
      this.#pieces.push(Uint8Array.from(piece));
    } else {
      this.#pieces = [];
    }
  }

  take(number: number): NdjsonLine | undefined {
    const bytes = this.#bytes;
    const whole = trimmed(Buffer.concat(this.#pieces), number === 1);
    const dropped = bytes > 0 && this.#pieces.length === 0;
    this.#pieces = [];
    this.#bytes = 0;
    if (dropped || whole.length > this.#maxBytes) {
      return { kind: 'refused', number, code: 'line_too_long' };
    }
    const text = this.#decoded(whole);
    if (text === undefined) return { kind: 'refused', number, code: 'not_utf8' };
    return text.trim() === '' ? undefined : { kind: 'line', number, text };
  }

  #decoded(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }
}

function trimmed(bytes: Uint8Array, isFirst: boolean): Uint8Array {
  const hasMark = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.subarray(hasMark ? 3 : 0, bytes.at(-1) === cr ? -1 : undefined);
}
