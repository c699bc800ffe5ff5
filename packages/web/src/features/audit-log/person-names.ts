import { useCallback, useMemo } from 'react';
import { useAccounts } from '../system/index.ts';

interface Somebody {
  readonly personId: string;
  readonly displayName: string | null;
}

/** What somebody calls themselves, where the server says so or the list of accounts was read; else their id. */
export function usePersonNames(): (person: Somebody) => string {
  const known = useKnownNames();
  return useCallback(
    ({ personId, displayName }) => displayName ?? known.get(personId) ?? personId,
    [known],
  );
}

/** Names of the list of accounts, if it was read already: reading it is on record with everybody who is on it. */
export function useKnownNames(): ReadonlyMap<string, string> {
  const accounts = useAccounts({ enabled: false }).data?.accounts;
  return useMemo(
    () => new Map((accounts ?? []).map(({ personId, displayName }) => [personId, displayName])),
    [accounts],
  );
}
