import type { StoredJson } from '../db/schema.ts';

const TOMBSTONE = 'Tombstone';

/**
 * What the history says of a deletion: sealed as any version, so that the database tells nobody what was deleted. Its type
 * is no resource's, so that nothing that is sent can pass for one.
 */
export function tombstone(at: Date): StoredJson {
  return { resourceType: TOMBSTONE, at: at.toISOString() };
}

export function isTombstone({ resourceType }: StoredJson): boolean {
  return resourceType === TOMBSTONE;
}
