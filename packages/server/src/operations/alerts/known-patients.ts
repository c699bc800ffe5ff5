import type { EventRule } from './alert-rules.ts';
import type { PagedEvent } from './event-page-store.ts';

/**
 * Which patients each actor has read lately, as far as this process saw: only one that is new can make them more, so a
 * reader of few charts is not counted again at every page. What is forgotten here, or was seen by another server, is
 * counted once more and no less.
 */
export class KnownPatients {
  readonly #seenAtMs = new Map<string, number>();

  /** Whether these events of one actor tell of a patient who is new in the rule's window. */
  hasNew({ withinMinutes }: EventRule, events: readonly PagedEvent[]): boolean {
    let isNew = false;
    for (const { actor, account, occurredAtMs } of events) {
      if (actor === null || account === null) continue;
      const name = `${actor.toString('base64')}${account.toString('base64')}`;
      const seenAtMs = this.#seenAtMs.get(name);
      if (seenAtMs === undefined || seenAtMs < occurredAtMs - withinMinutes * 60_000) isNew = true;
      // The one seen last is the last to be dropped.
      this.#seenAtMs.delete(name);
      this.#seenAtMs.set(name, occurredAtMs);
    }
    this.#forgetOldest();
    return isNew;
  }

  /** What was seen with a transaction that did not commit was not counted. */
  forget(): void {
    this.#seenAtMs.clear();
  }

  #forgetOldest(): void {
    for (const name of this.#seenAtMs.keys()) {
      if (this.#seenAtMs.size <= MOST_KNOWN) return;
      this.#seenAtMs.delete(name);
    }
  }
}

const MOST_KNOWN = 50_000;
