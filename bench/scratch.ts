import { createCipheriv } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder on disk for `use`, deleted afterwards (WARDKEEP_BENCH_DIR says where, else the system's
 * temporary folder). Refuses where the disk has no room: a full disk measures nothing.
 */
export async function withScratch<T>(
  neededBytes: number,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = process.env['WARDKEEP_BENCH_DIR'] ?? tmpdir();
  const { bavail, bsize } = statfsSync(parent);
  if (bavail * bsize < neededBytes * 1.1) {
    throw new Error(`${parent} has no room for ${neededBytes >> 20} MiB; set WARDKEEP_BENCH_DIR.`);
  }
  const folder = mkdtempSync(join(parent, 'wardkeep-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A file that no compression and no hole in a file system makes smaller. */
export function writeNoise(path: string, mebibytes: number): void {
  const file = openSync(path, 'wx');
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16));
  const zeros = Buffer.alloc(1 << 20);
  for (let i = 0; i < mebibytes; i += 1) writeSync(file, cipher.update(zeros));
  closeSync(file);
}
