import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Client, ProblemError, createClient } from '@wardkeep/client';
import { openShare } from '@wardkeep/contract';
import { type ReactNode, useMemo } from 'react';
import { Waiting } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { SharedChart } from './shared-chart.tsx';
import { ShareEnded } from './share-ended.tsx';

/**
 * What a share link opens, for anybody who holds it. Each opening counts, so it is asked for once and
 * kept; the token is in memory and in one header, nowhere else.
 */
export function SharedPage({ token }: { readonly token: string }): ReactNode {
  const client = useMemo(() => createClient({ baseUrl: '', shareToken: token }), [token]);
  return token === '' ? <ShareEnded /> : <OpenedShare client={client} token={token} />;
}

interface OpenedShareProps {
  readonly client: Client;
  readonly token: string;
}

function OpenedShare({ client, token }: OpenedShareProps): ReactNode {
  const t = useText();
  const query = useQuery({
    queryKey: ['shared', token],
    queryFn: () => client.call(openShare),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  });
  if (query.data) return <SharedChart client={client} share={query.data} />;
  if (query.error && hasEnded(query.error)) return <ShareEnded />;
  return (
    <Page title={t('shared.title')}>
      <Stack>
        {query.error ? (
          <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Waiting heights={[140, 90, 90]} />
        )}
      </Stack>
    </Page>
  );
}

/** Ended, revoked, used up, never there: whoever holds the link learns no more than that. */
function hasEnded(error: Error): boolean {
  const codes = ['share_ended', 'not_found', 'not_signed_in', 'forbidden', 'validation_failed'];
  return error instanceof ProblemError && codes.includes(error.code);
}
