import { setImmediate } from 'node:timers/promises';

/** Of JSON: takes some milliseconds to check. */
const TURN_BYTES = 128 * 1024;

/**
 * For work on many resources: says after which of them others who ask are to be answered in between. Each by itself would
 * take longer than its check.
 */
export class Turns {
  #bytes = 0;

  /** @returns what is to be waited for before the next one, if anything. */
  after(bytes: number): Promise<void> | undefined {
    this.#bytes += bytes;
    if (this.#bytes < TURN_BYTES) return undefined;
    this.#bytes = 0;
    return setImmediate();
  }
}
