import { DatabaseError } from '../db/database-error.ts';
import { keysAwayIn } from './keys-away.ts';

/** Would fail for each alone as it did for all; and what may have been committed must not be written twice. */
export function isOfTheDatabase(error: unknown): boolean {
  if (keysAwayIn(error)) return true;
  return error instanceof DatabaseError && OF_THE_DATABASE.has(error.code);
}

const OF_THE_DATABASE: ReadonlySet<string> = new Set([
  'closed',
  'commit_unknown',
  'exhausted',
  'refused',
  'unreachable',
]);
