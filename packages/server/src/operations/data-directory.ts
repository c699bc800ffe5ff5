import { mkdirSync } from 'node:fs';
import type { Config } from '../config/read-config.ts';

/** Private. As root, PostgreSQL's own user must be able to walk through to its cluster, and to see nothing. */
export function makeDataDirectory(config: Config): void {
  const isRoot = process.getuid?.() === 0;
  mkdirSync(config.dataDirectory, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
}
