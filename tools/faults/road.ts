import { setTimeout as sleep } from 'node:timers/promises';

/** The way from the clients to the server that keeps being killed: where it is now, and what is under way. */
export class Road {
  #url: string | undefined;
  #isClosed = false;
  #underWay = 0;
  #visits = 0;
  #answered = 0;
  isOver = false;

  get url(): string {
    return this.#url ?? 'http://nobody.invalid';
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** There is a server again. */
  lead(url: string): void {
    this.#url = url;
  }

  /** There is none: requests wait here. Those that are under way find out by themselves. */
  lose(): void {
    this.#url = undefined;
  }

  /** Lets no request pass and waits until none is under way: for a look at what is there. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#underWay + this.#visits > 0) await sleep(5);
  }

  open(): void {
    this.#isClosed = false;
  }

  /** @returns undefined, without sending, once the run is over. */
  async send<T>(request: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.#isOpen())) return undefined;
    this.#underWay += 1;
    try {
      const answer = await request();
      this.#answered += 1;
      return answer;
    } finally {
      this.#underWay -= 1;
    }
  }

  /** As `send`, for what is neither waited for before a kill nor counted among what it hit. */
  async visit<T>(request: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.#isOpen())) return undefined;
    this.#visits += 1;
    try {
      return await request();
    } finally {
      this.#visits -= 1;
    }
  }

  async #isOpen(): Promise<boolean> {
    while (!this.isOver && (this.#isClosed || this.#url === undefined)) await sleep(5);
    return !this.isOver;
  }

  /**
   * Waits until so many more requests have been done, and then for a moment in which one is under way.
   * @throws Error when that takes more than a minute: nobody sends, or nobody answers any more.
   */
  async busy(more: number): Promise<void> {
    const enough = this.#answered + more;
    const deadline = performance.now() + 60_000;
    while (this.#answered < enough || this.#underWay === 0) {
      if (performance.now() > deadline) throw new Error('no request gets done any more');
      await sleep(1);
    }
  }
}
