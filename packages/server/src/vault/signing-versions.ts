/** No access token lives longer, so the key before the newest one signs nothing that counts for longer. */
export const LONGEST_TOKEN_MS = 20 * 60_000;

/**
 * Of the versions of one pair, newest first, those whose signatures count: the newest, and each other one for as long
 * as a token can live after it was replaced.
 */
export function versionsThatCount<Version extends { readonly created_at: Date }>(
  newestFirst: readonly Version[],
  now: Date,
): readonly Version[] {
  return newestFirst.filter((_version, index) => {
    const successor = newestFirst[index - 1];
    if (successor === undefined) return true;
    return now.getTime() - successor.created_at.getTime() < LONGEST_TOKEN_MS;
  });
}
