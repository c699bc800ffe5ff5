import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.tsx';
import { useText } from './text.ts';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  /** Heights in pixels of the grey blocks that stand in while waiting. */
  readonly skeleton?: readonly number[];
}

/** Waiting, refused or there: the three states that everything fetched has. */
export function Loaded<T>({ query, children, skeleton }: LoadedProps<T>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Waiting heights={skeleton ?? [96, 96, 96]} />;
}

export function Waiting({ heights }: { readonly heights: readonly number[] }): ReactNode {
  const t = useText();
  return (
    <Stack component="output">
      <VisuallyHidden>{t('app.loading')}</VisuallyHidden>
      {heights.map((height, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- grey blocks have no identity
        <Skeleton key={place} height={height} radius="lg" />
      ))}
    </Stack>
  );
}
