import { tooBusy } from './password-lanes.ts';

export interface DoorSettings {
  /** How many work at a time; one more waits. */
  readonly atOnce: number;
  readonly waitingMost: number;
  /** Whether anybody behind the door could still be taken. */
  readonly isFullBehind: () => boolean;
}

/**
 * Lets a few at a time into what comes before hashing, which needs the database: a crowd at the door takes no
 * connection from those who are inside.
 */
export class PasswordDoor {
  readonly #settings: DoorSettings;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(settings: DoorSettings) {
    this.#settings = settings;
  }

  /** @throws {@link Refusal} `too_many_requests`, at once, when too many wait here or behind */
  async enter<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      if (this.#settings.isFullBehind()) throw tooBusy();
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #turn(): Promise<void> {
    const { atOnce, waitingMost, isFullBehind } = this.#settings;
    if (this.#waiting.length >= waitingMost || isFullBehind()) throw tooBusy();
    // The turn is handed over by whoever leaves: it is never free in between.
    if (this.#working >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#working += 1;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#working -= 1;
    else next();
  }
}
