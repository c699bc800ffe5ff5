/** When somebody was last active, for all tabs of this browser: they share one session. No secret. */
const KEY = 'wardkeep-last-active';

export function noteActivity(storage: Pick<Storage, 'setItem'>, nowMs: number): void {
  storage.setItem(KEY, String(nowMs));
}

/** `otherwise` when nothing is known, or what is known can't be. */
export function lastActivity(
  storage: Pick<Storage, 'getItem'>,
  nowMs: number,
  otherwise: number,
): number {
  const noted = Number(storage.getItem(KEY) ?? Number.NaN);
  return Number.isFinite(noted) && noted <= nowMs ? noted : otherwise;
}

/** `fetch` that notes each answer which keeps the session from going idle: not what a page asks for by itself. */
export function notingFetch(storage: Pick<Storage, 'setItem'>): typeof fetch {
  return async (input, init) => {
    const askedAtMs = Date.now();
    const response = await fetch(input, init);
    const isBackground = new Headers(init?.headers).has('wardkeep-background');
    if (response.ok && !isBackground) noteActivity(storage, askedAtMs);
    return response;
  };
}
