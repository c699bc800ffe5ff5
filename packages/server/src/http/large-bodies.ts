import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from '@wardkeep/contract';
import { Refusal } from '../gate/index.ts';

/** From here on a JSON body costs memory and time that others notice. */
export const LARGE_BODY_BYTES = 1024 * 1024;

const AT_ONCE = 2;
const WAITING_MOST = 16;
const WAITING_MOST_OF_ONE = 3;

/** Whose bodies hold a slot. */
const running = new Set<string>();
interface Waiting {
  readonly sender: string;
  readonly begin: () => void;
}
let waiting: readonly Waiting[] = [];

/**
 * Runs the work; of requests with large JSON bodies two at a time, each of another sender. No more than sixteen wait, and
 * three of one sender.
 * @throws {@link Refusal} `too_many_requests`.
 */
export async function withBodySlot<T>(
  endpoint: Endpoint,
  headers: IncomingHttpHeaders,
  senderOf: () => Promise<string>,
  work: () => Promise<T>,
): Promise<T> {
  if (!isLarge(endpoint, headers)) return work();
  const sender = await senderOf();
  await enter(sender);
  try {
    return await work();
  } finally {
    leave(sender);
  }
}

async function enter(sender: string): Promise<void> {
  if (mayRun(sender)) {
    running.add(sender);
    return;
  }
  const ownWaiting = waiting.filter((each) => each.sender === sender).length;
  if (ownWaiting >= WAITING_MOST_OF_ONE)
    throw tooMany('Several of your files are being taken already. Wait until one is done.');
  if (waiting.length >= WAITING_MOST)
    throw tooMany('Many files are being imported right now. Try again in a minute.');
  await new Promise<void>((begin) => {
    waiting = [...waiting, { sender, begin }];
  });
}

/** The slot is handed over by whoever leaves: whoever waits for it is not overtaken. */
function leave(sender: string): void {
  running.delete(sender);
  const next = waiting.find((each) => mayRun(each.sender));
  if (next === undefined) return;
  waiting = waiting.filter((each) => each !== next);
  running.add(next.sender);
  next.begin();
}

function mayRun(sender: string): boolean {
  return running.size < AT_ONCE && !running.has(sender);
}

function tooMany(detail: string): Refusal {
  return new Refusal('too_many_requests', detail);
}

function isLarge({ bodyKind, limit }: Endpoint, headers: IncomingHttpHeaders): boolean {
  if ((bodyKind !== 'json' && bodyKind !== 'records') || limit.bodyBytes <= LARGE_BODY_BYTES)
    return false;
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  return !(length <= LARGE_BODY_BYTES);
}
