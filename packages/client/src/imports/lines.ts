/** A line of a file, by its place: what is found again costs no memory. */
export interface LinePlace {
  readonly offset: number;
  /** Without the line's end. */
  readonly length: number;
}

/** Every line that is not empty, in its order. */
export async function* linesOf(
  blob: Blob,
): AsyncGenerator<LinePlace & { readonly text: string }, void, undefined> {
  const decoder = new TextDecoder();
  let pieces: Uint8Array[] = [];
  let [offset, length] = [0, 0];
  const taken = () => {
    const line = { offset, length, text: decoder.decode(joined(pieces, length)) };
    offset += length + 1;
    [pieces, length] = [[], 0];
    return line;
  };
  const reader = blob.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    let start = 0;
    for (let end = part.value.indexOf(LF); end >= 0; end = part.value.indexOf(LF, start)) {
      pieces.push(part.value.subarray(start, end));
      length += end - start;
      start = end + 1;
      const line = taken();
      if (line.text.trim() !== '') yield line;
    }
    pieces.push(part.value.slice(start));
    length += part.value.length - start;
  }
  const last = taken();
  if (last.text.trim() !== '') yield last;
}

const LF = 0x0a;

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
