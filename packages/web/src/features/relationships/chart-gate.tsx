import { Stack } from '@mantine/core';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { PersonId, ReplyOf, Relationship, listRelationships } from '@wardkeep/contract';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { Waiting } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { OpenChartProvider, chartKey } from '../open-chart/index.ts';
import { useAccount } from '../sessions/index.ts';
import { rightsOf } from './chart-rights.ts';
import { checkResult } from './check-rules.ts';
import classes from './chart-gate.module.css';
import { RELATIONSHIPS_KEY, useRelationshipCheck, useRelationships } from './relationship-query.ts';

interface ChartGateProps {
  readonly patientId: PersonId;
  /** The way to this chart is gone; nothing of it is in memory any more. */
  readonly onEnded: () => void;
  readonly children: (
    relationships: readonly Relationship[],
    /** Looks at once whether the way is still there. */
    check: () => void,
  ) => ReactNode;
}

/** Around the pages of somebody else's chart: open as long as there is a way to it. */
export function ChartGate({ patientId, onEnded, children }: ChartGateProps): ReactNode {
  const role = useAccount()?.session.role;
  const queries = useQueryClient();
  const { query, ways, check, hasEnded } = useWays(patientId);
  const rights = useMemo(() => role && ways && rightsOf(role, ways), [role, ways]);
  const open = useMemo(() => rights && { patientId, rights }, [patientId, rights]);
  useEffect(() => {
    if (!hasEnded) return;
    forgetAll(queries, patientId);
    onEnded();
  }, [hasEnded, queries, patientId, onEnded]);
  // Whoever comes back reads anew: by then it can be somebody else's no.
  useEffect(() => () => forget(queries, patientId), [queries, patientId]);
  if (hasEnded) return null;
  if (ways && ways.length > 0 && open)
    return <OpenChartProvider value={open}>{children(ways, check)}</OpenChartProvider>;
  return (
    <Stack className={classes.waiting ?? ''}>
      {query.isError ? (
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Waiting heights={[64, 340, 220]} />
      )}
    </Stack>
  );
}

/** The ways to a chart as they were read, and whether they still are. A list that was read before counts until it is read again. */
function useWays(patientId: PersonId) {
  const queries = useQueryClient();
  const [openedAtMs] = useState(() => Date.now());
  const query = useRelationships(true);
  const state = useRelationshipCheck();
  const { data, dataUpdatedAt, isFetching, refetch } = query;
  const ways = useMemo(
    () => data?.relationships.filter((one) => one.patientId === patientId),
    [data, patientId],
  );
  const isNew = dataUpdatedAt >= openedAtMs;
  // A list from before does not know a chart that was opened a moment ago.
  const isMissing = ways?.length === 0 && !isFetching;
  useEffect(() => {
    if (isMissing && !isNew) void refetch();
  }, [isMissing, isNew, refetch]);
  // What was asked before the list came says nothing about it.
  const result =
    state.data && ways && state.dataUpdatedAt > dataUpdatedAt
      ? checkResult(patientId, ways, state.data.relationships)
      : 'same';
  useEffect(() => {
    if (result !== 'changed' || isFetching) return;
    // Kinds may be hidden now that are still on the page: they go first.
    queries.removeQueries({ queryKey: chartKey(patientId), type: 'inactive' });
    void queries.resetQueries({ queryKey: chartKey(patientId) });
    void refetch();
  }, [result, state.dataUpdatedAt, isFetching, queries, patientId, refetch]);
  const { refetch: checkAgain } = state;
  const check = useCallback(() => void checkAgain(), [checkAgain]);
  return {
    query,
    ways,
    check,
    hasEnded: (isMissing && isNew) || result === 'ended',
  };
}

/** What was read of one chart, and what is still being read. */
function forget(queries: QueryClient, patientId: PersonId): void {
  const queryKey = chartKey(patientId);
  void queries.cancelQueries({ queryKey });
  queries.removeQueries({ queryKey });
}

/** What was sent and answered, and how its owner is called, as well. */
function forgetAll(queries: QueryClient, patientId: PersonId): void {
  forget(queries, patientId);
  queries.getMutationCache().clear();
  queries.setQueryData<ReplyOf<typeof listRelationships>>(
    RELATIONSHIPS_KEY,
    (list) =>
      list && { relationships: list.relationships.filter((one) => one.patientId !== patientId) },
  );
}
