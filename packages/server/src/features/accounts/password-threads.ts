import { Worker } from 'node:worker_threads';
import { tooBusy, type Lane } from './password-lanes.ts';

interface Waiting<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Thread<Task, Result> {
  worker: Worker;
  running: Waiting<Task, Result> | undefined;
}

interface Answer<Result> {
  readonly result?: Result;
}

export interface ThreadSettings {
  /** Answers each task with an {@link Answer}, and closes its port at `null`. */
  readonly script: URL;
  readonly threads: number;
  /** Of each lane: one more is refused, so that nobody waits longer than some seconds. */
  readonly waitingMost: number;
}

/**
 * Threads that work one task after the other, of two bounded queues in turn: however many strangers wait, whoever is
 * known is next.
 */
export class PasswordThreads<Task, Result> {
  readonly #settings: ThreadSettings;
  readonly #threads: Thread<Task, Result>[] = [];
  readonly #lanes: Record<Lane, Waiting<Task, Result>[]> = { known: [], stranger: [] };
  #lastLane: Lane = 'stranger';
  #isClosed = false;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  /** @throws {@link Refusal} `too_many_requests` when the lane is full */
  run(task: Task, lane: Lane): Promise<Result> {
    if (this.#isClosed) return Promise.reject(stopped());
    if (this.isFull(lane)) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      this.#lanes[lane].push({ task, resolve, reject });
      this.#next();
    });
  }

  isFull(lane: Lane): boolean {
    return this.#lanes[lane].length >= this.#settings.waitingMost;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const left = [...this.#lanes.known.splice(0), ...this.#lanes.stranger.splice(0)];
    for (const { running } of this.#threads) if (running !== undefined) left.push(running);
    for (const waiting of left) waiting.reject(stopped());
    await Promise.all(this.#threads.splice(0).map(({ worker }) => ended(worker)));
  }

  #next(): void {
    const thread = this.#threads.find(({ running }) => running === undefined) ?? this.#start();
    const waiting = thread && this.#take();
    if (thread === undefined || waiting === undefined) return;
    thread.running = waiting;
    thread.worker.postMessage(waiting.task, []);
  }

  /** The lanes take turns; an empty one gives its turn away. */
  #take(): Waiting<Task, Result> | undefined {
    const turn = this.#lastLane === 'known' ? 'stranger' : 'known';
    const other = this.#lastLane;
    this.#lastLane = this.#lanes[turn].length > 0 ? turn : other;
    return this.#lanes[this.#lastLane].shift();
  }

  #start(): Thread<Task, Result> | undefined {
    if (this.#threads.length >= this.#settings.threads) return undefined;
    const worker = new Worker(this.#settings.script);
    worker.unref();
    const thread: Thread<Task, Result> = { worker, running: undefined };
    worker.on('message', (answer: Answer<Result>) => {
      this.#end(thread, answer);
    });
    worker.on('error', () => {
      const place = this.#threads.indexOf(thread);
      if (place >= 0) this.#threads.splice(place, 1);
      this.#end(thread, {});
    });
    this.#threads.push(thread);
    return thread;
  }

  #end(thread: Thread<Task, Result>, { result }: Answer<Result>): void {
    const { running } = thread;
    thread.running = undefined;
    if (result === undefined) running?.reject(new Error('a thread for passwords failed'));
    else running?.resolve(result);
    if (!this.#isClosed) this.#next();
  }
}

/** A thread that is torn down amid a native hash can take the process along: it ends by itself, after what it is at. */
function ended(worker: Worker): Promise<void> {
  worker.ref();
  worker.postMessage(null, []);
  return new Promise((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });
}

function stopped(): Error {
  return new Error('password hashing was stopped');
}
