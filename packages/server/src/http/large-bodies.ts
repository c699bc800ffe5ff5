import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from '@wardkeep/contract';
import { Refusal } from '../gate/index.ts';

/** From here on a JSON body costs memory and time that others notice. */
export const LARGE_BODY_BYTES = 1024 * 1024;

const AT_ONCE = 2;
const WAITING_MOST = 16;

let running = 0;
const waiting: (() => void)[] = [];

/** Runs the work; of requests with large JSON bodies, two at a time, and no more than sixteen wait. */
export function withBodySlot<T>(
  endpoint: Endpoint,
  headers: IncomingHttpHeaders,
  work: () => Promise<T>,
): Promise<T> {
  return isLarge(endpoint, headers) ? inSlot(work) : work();
}

async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  await enter();
  try {
    return await work();
  } finally {
    leave();
  }
}

async function enter(): Promise<void> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_MOST) {
      throw new Refusal(
        'too_many_requests',
        'Many files are being imported right now. Try again in a minute.',
      );
    }
    // The slot is handed over by whoever leaves: it is never free in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
    return;
  }
  running++;
}

function leave(): void {
  const next = waiting.shift();
  if (next === undefined) running--;
  else next();
}

function isLarge({ bodyKind, limit }: Endpoint, headers: IncomingHttpHeaders): boolean {
  if ((bodyKind !== 'json' && bodyKind !== 'records') || limit.bodyBytes <= LARGE_BODY_BYTES)
    return false;
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  return !(length <= LARGE_BODY_BYTES);
}
