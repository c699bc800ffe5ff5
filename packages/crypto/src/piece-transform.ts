import { Transform, type TransformCallback } from 'node:stream';

/** What a {@link PieceTransform} puts out: pieces, made one at a time as they are asked for. */
export type PieceMaker = {
  take(input: Buffer): Iterable<Buffer>;
  finish(): Iterable<Buffer>;
  /** Forgets what is held, at the end or when the stream is given up. */
  clear(): void;
};

/**
 * A transform that stops between two pieces of one input when its reader is slow: a plain one would
 * turn an input of a gigabyte into output of a gigabyte before anybody reads it.
 */
export class PieceTransform extends Transform {
  readonly #maker: PieceMaker;
  #resume: (() => void) | undefined;

  constructor(maker: PieceMaker) {
    super();
    this.#maker = maker;
  }

  override _transform(input: Buffer, _encoding: string, done: TransformCallback): void {
    this.#drain(this.#maker.take(input)[Symbol.iterator](), done);
  }

  override _flush(done: TransformCallback): void {
    this.#drain(this.#maker.finish()[Symbol.iterator](), done);
  }

  override _read(size: number): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
    // Also after the last piece: the transform may hold its callback until the next read.
    if (!this.#resume) super._read(size);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#maker.clear();
    super._destroy(error, done);
  }

  #drain(pieces: Iterator<Buffer>, done: TransformCallback): void {
    let wanted = true;
    while (wanted && !this.destroyed) {
      const next = nextPiece(pieces);
      if (next instanceof Error) return done(next);
      if (next === undefined) return done();
      wanted = next.length === 0 || this.push(next);
    }
    this.#resume = () => this.#drain(pieces, done);
  }
}

/** The next piece, nothing at the end, or why there is none: a stream takes errors by callback. */
function nextPiece(pieces: Iterator<Buffer>): Buffer | Error | undefined {
  try {
    const next = pieces.next();
    return next.done ? undefined : next.value;
  } catch (error) {
    return error instanceof Error ? error : new Error('A piece failed.', { cause: error });
  }
}
