import { open, type FileHandle } from 'node:fs/promises';
import type { Match, Matcher } from './matcher.ts';

/** Large enough that reading is not what takes the time; small enough to stay in memory, whatever the file. */
export const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * Searches one file, window by window. The end of each window is searched again with the next one, so a needle that
 * lies across the boundary is found, and found once.
 * @param buffer - Reused from file to file; longer than the matcher's longest pattern.
 * @returns how many bytes were read.
 */
export async function scanFile(
  file: string,
  matcher: Matcher,
  buffer: Uint8Array<ArrayBuffer>,
  found: (match: Match) => void,
): Promise<number> {
  const handle = await open(file);
  try {
    return await scanHandle(handle, matcher, buffer, found);
  } finally {
    await handle.close();
  }
}

async function scanHandle(
  handle: FileHandle,
  matcher: Matcher,
  buffer: Uint8Array<ArrayBuffer>,
  found: (match: Match) => void,
): Promise<number> {
  let offset = 0;
  let carried = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, carried, buffer.length - carried, null);
    const filled = carried + bytesRead;
    // What begins later than this might go on in the next window.
    const end = bytesRead === 0 ? filled : Math.max(0, filled - matcher.longest + 1);
    matcher.search(buffer.subarray(0, filled), end, (match) => {
      found({ ...match, start: offset + match.start });
    });
    if (bytesRead === 0) return offset + filled;
    buffer.copyWithin(0, end, filled);
    offset += end;
    carried = filled - end;
  }
}
