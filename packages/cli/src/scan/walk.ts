import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

export type Visited =
  | { readonly kind: 'file' | 'directory' | 'other'; readonly file: string }
  /** There a moment ago: a running server removes files. */
  | { readonly kind: 'vanished'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly code: string };

/**
 * Everything under a directory, `file` relative to it. Symbolic links are followed (PostgreSQL keeps tablespaces and,
 * if told so, its WAL behind them), each directory once.
 */
export async function* walk(directory: string): AsyncGenerator<Visited> {
  const seen = new Set<string>();
  const waiting = [''];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    for await (const visited of children(directory, here, seen)) {
      yield visited;
      if (visited.kind === 'directory') waiting.push(visited.file);
    }
  }
}

async function* children(
  directory: string,
  here: string,
  seen: Set<string>,
): AsyncGenerator<Visited> {
  const listed = await list(path.join(directory, here), seen);
  if (!Array.isArray(listed)) {
    yield here === '' ? missing(listed) : { ...listed, file: here };
    return;
  }
  for (const entry of listed) yield await visit(directory, path.join(here, entry.name));
}

type Failure =
  { readonly kind: 'vanished' } | { readonly kind: 'unreadable'; readonly code: string };

async function list(directory: string, seen: Set<string>): Promise<Dirent[] | Failure> {
  try {
    const real = await realpath(directory);
    if (seen.has(real)) return [];
    seen.add(real);
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    return failureOf(error);
  }
}

/** What should be searched must be there: nothing found in nothing is no result. */
function missing(failure: Failure): Visited {
  return {
    kind: 'unreadable',
    file: '',
    code: failure.kind === 'vanished' ? 'ENOENT' : failure.code,
  };
}

async function visit(directory: string, file: string): Promise<Visited> {
  try {
    return { kind: kindOf(await stat(path.join(directory, file))), file };
  } catch (error) {
    return { ...failureOf(error), file };
  }
}

function kindOf(stats: Stats): 'file' | 'directory' | 'other' {
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'directory' : 'other';
}

/** What the system says of a file that can't be opened or read. */
export function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'ENOENT' ? { kind: 'vanished' } : { kind: 'unreadable', code };
}
