import { Transform, type Readable } from 'node:stream';
import { Refusal } from '../gate/index.ts';

/** What a body must bring at the least, while it is waited for. */
export interface Pace {
  readonly bytes: number;
  readonly withinMs: number;
}

/** 70 kbit a second, looked at so seldom that a line may fall silent for a while. */
export const PACE: Pace = { bytes: 256 * 1024, withinMs: 30_000 };

/** A body of 64 MiB over 1 Mbit a second takes nine minutes, and may have waited for its turn. */
export const BODY_TIMEOUT_MS = 900_000;

/**
 * What comes from the stream, broken with `body_too_large` once it is more than `limitBytes`, and with `too_slow` when it
 * keeps its reader waiting. The stream itself stays open, so that the refusal can still be answered.
 */
export function limited(stream: Readable, limitBytes: number, pace = PACE): Readable {
  const limiter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limitBytes) done(tooLarge(limitBytes));
      else done(null, chunk);
    },
  });
  let seen = 0;
  let seenBefore = 0;
  const look = setInterval(() => {
    // What nobody has taken yet is not late.
    if (limiter.readableLength === 0 && seen - seenBefore < pace.bytes) limiter.destroy(tooSlow());
    seenBefore = seen;
  }, pace.withinMs);
  look.unref();
  const stop = (): void => {
    clearInterval(look);
  };
  // A client that goes away breaks the limiter, and so whoever reads from it: nobody waits for the rest.
  const broken = (cause?: unknown): void => {
    if (!stream.readableEnded)
      limiter.destroy(cause instanceof Error ? cause : new Error('the body ended early'));
  };
  stream.once('error', broken).once('close', broken).once('end', stop);
  limiter.once('close', stop).once('error', () => {
    stream.unpipe(limiter);
    stream.pause();
  });
  return stream.pipe(limiter);
}

function tooSlow(): Refusal {
  return new Refusal(
    'too_slow',
    'The body came too slowly and was broken off: nothing was changed. Send it again over a better line.',
  );
}

function tooLarge(limitBytes: number): Refusal {
  const limit =
    limitBytes >= 1024 * 1024
      ? `${Math.floor(limitBytes / 1024 / 1024)} MiB`
      : `${limitBytes} bytes`;
  return new Refusal(
    'body_too_large',
    `The body is larger than ${limit}, the most that is taken here.`,
  );
}
