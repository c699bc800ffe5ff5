import { useQueryClient } from '@tanstack/react-query';
import { type Client, ProblemError, type RecordsFile } from '@wardkeep/client';
import { importPatient } from '@wardkeep/contract';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { RELATIONSHIPS_KEY } from '../relationships/index.ts';
import { useClient } from '../sessions/index.ts';
import { type Send, createBringing } from './bringing.ts';

/** One import, for as long as the page is open. */
export function useBringing() {
  const client = useClient();
  const queries = useQueryClient();
  const [bringing] = useState(createBringing);
  const state = useSyncExternalStore(bringing.subscribe, bringing.state);
  const isBusy = ['reading', 'sending', 'stopping'].includes(state.phase);
  useEffect(() => () => bringing.stop(), [bringing]);
  useLeaveWarning(isBusy);
  // Whoever came in is in the list of charts.
  const listAgain = () => queries.invalidateQueries({ queryKey: RELATIONSHIPS_KEY });
  return {
    state,
    isBusy,
    bringing,
    start: async (files: readonly RecordsFile[], to: Destination) => {
      await bringing.start(files, sending(client, to));
      await listAgain();
    },
    goOn: async () => {
      await bringing.goOn();
      await listAgain();
    },
  };
}

export interface Destination {
  readonly organisationId: string;
  /** Of a Bundle, too, what is right is stored; otherwise all of it or nothing. */
  readonly isLenient: boolean;
}

function sending(client: Client, { organisationId, isLenient }: Destination): Send {
  const params = { organisationId };
  const query = isLenient ? { mode: 'lenient' as const } : {};
  return async ({ mediaType, read }) =>
    client.call(importPatient, { params, query, mediaType, body: await read() });
}

/** The browser asks before it closes the page. */
function useLeaveWarning(isBusy: boolean): void {
  useEffect(() => {
    if (!isBusy) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isBusy]);
}

/** For whom it is not: the organisation is another’s, or none. */
export function isNotTheirs(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'not_found';
}
