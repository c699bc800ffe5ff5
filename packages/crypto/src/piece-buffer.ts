/** Cuts input of any split into pieces of one size, copying only what spans two inputs. */
export class PieceBuffer {
  readonly #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /**
   * One full piece and the rest of the input, or no piece while they are too few bytes. The piece is
   * good until the next call.
   */
  fill(input: Buffer): { readonly piece?: Buffer; readonly rest: Buffer } {
    const size = this.#bytes.length;
    if (this.#length === 0 && input.length >= size) {
      return { piece: input.subarray(0, size), rest: input.subarray(size) };
    }
    const taken = input.copy(this.#bytes, this.#length);
    this.#length += taken;
    const rest = input.subarray(taken);
    if (this.#length < size) return { rest };
    this.#length = 0;
    return { piece: this.#bytes, rest };
  }

  /** The bytes of a piece that is not full yet, possibly none. */
  get held(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#bytes.fill(0);
    this.#length = 0;
  }
}
