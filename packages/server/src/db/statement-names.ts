/** Of statements that have a name: every connection keeps the plan of each that it sent. */
const NAMED_MOST = 512;
/** Of texts that were sent once: some are never sent again, as they list so many values. */
const ONCE_MOST = 4096;

/** By what names PostgreSQL keeps the statements of one pool of connections: planned once for each, not for each time. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #once = new Set<string>();

  /** @returns undefined for a text that is sent for the first time, and once too many have names. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= NAMED_MOST) return known;
    if (this.#once.delete(text)) {
      const name = `again-${this.#names.size}`;
      this.#names.set(text, name);
      return name;
    }
    if (this.#once.size >= ONCE_MOST) this.#once.clear();
    this.#once.add(text);
    return undefined;
  }
}
