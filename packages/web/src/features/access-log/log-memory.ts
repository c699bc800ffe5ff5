import type { CheckpointMemory, RememberedCheckpoint } from '@wardkeep/client';

const PREFIX = 'wardkeep-log:';

/** What this browser saw of the log: signatures that everybody may see, and nothing of anybody. Outlives signing out. */
export function logMemory(storage: Storage): CheckpointMemory {
  return {
    get: (origin) => remembered(storage.getItem(PREFIX + origin)),
    put: (origin, { checkpoint, verifierKey }) =>
      storage.setItem(PREFIX + origin, JSON.stringify({ checkpoint, verifierKey })),
    origins: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => key.slice(PREFIX.length)),
  };
}

/** What is no such thing was written by another program: it is as if nothing had been seen. */
function remembered(text: string | null): RememberedCheckpoint | undefined {
  if (text === null) return undefined;
  try {
    const { checkpoint, verifierKey } = Object(JSON.parse(text)) as Record<string, unknown>; // checked below
    if (typeof checkpoint === 'string' && typeof verifierKey === 'string')
      return { checkpoint, verifierKey };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}
