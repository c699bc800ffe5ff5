import { Worker } from 'node:worker_threads';
import { Refusal, tooBusy } from '../../gate/index.ts';
import type { Converted } from './convert-thread.ts';

/** Longer than any document within the limits takes, on a slow machine. */
const CONVERT_MS_MOST = 60_000;
/** Of a thread that converts: a document costs some twenty times its bytes. */
const MEMORY_MIB_MOST = 768;

const SCRIPT = new URL('./convert-thread.ts', import.meta.url);

/** A thread takes a core and memory of its own: whoever comes later waits. */
const THREADS_MOST = 2;

/** Documents; whoever comes when so many wait is asked to come again. */
const WAITING_MOST = 16;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * A C-CDA document as resources, made on a thread that is ended with it, so that a hostile one costs nobody else.
 * @throws {@link Refusal} `validation_failed` for what is no such document, or takes too long.
 */
export async function convertInThread(
  xml: Uint8Array,
): Promise<Extract<Converted, { readonly converted: unknown }>['converted']> {
  const answer = await inTurn(() => answerOf(xml));
  if ('converted' in answer) return answer.converted;
  const why = 'refused' in answer ? answer.refused : 'The document can’t be converted.';
  throw new Refusal('validation_failed', `${why} Nothing was stored.`);
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  // The turn is handed over by whoever ends: it is never free in between.
  if (waiting.length >= WAITING_MOST) throw tooBusy();
  if (running >= THREADS_MOST) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

async function answerOf(xml: Uint8Array): Promise<Converted> {
  const worker = new Worker(SCRIPT, {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB_MOST },
  });
  const late = setTimeout(() => void worker.terminate(), CONVERT_MS_MOST);
  try {
    return await new Promise<Converted>((resolve) => {
      worker.on('message', (answer: Converted) => {
        resolve(answer);
      });
      // Out of memory, or a fault of ours: of its message nothing is told, for it may quote.
      worker.on('error', () => {
        resolve({ broke: true });
      });
      worker.on('exit', () => {
        resolve({ broke: true });
      });
      worker.postMessage(xml);
    });
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
