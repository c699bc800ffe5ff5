/**
 * Finds test material that may lie beside the repository and is never part of it: large, or not
 * ours to give. Whoever needs it skips loudly where it is absent.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** @returns where `name` lies, or undefined where there is none. */
export function sharedData(name: string): string | undefined {
  const file = path.resolve(import.meta.dirname, '../../shared/data', name);
  return existsSync(file) ? file : undefined;
}
