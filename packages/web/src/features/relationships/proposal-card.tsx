import { Button, Group, Stack } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { type Relationship, declineProposal } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { PartList, surplus, useTermsWords } from '../consents/index.ts';
import { useAcceptProposal, useRelationshipChange } from './relationship-query.ts';
import { relationshipName } from './relationship-words.ts';

/** Somebody offers more than before: it holds once the other side says yes. */
export function ProposalCard({ relationship }: { readonly relationship: Relationship }): ReactNode {
  const t = useText();
  const words = useTermsWords();
  const accept = useAcceptProposal(relationship);
  const decline = useRelationshipChange(relationship, declineProposal);
  const { proposed, proposedUntil, terms, until } = relationship;
  if (!proposed || !terms) return null;
  const name = relationshipName(t, relationship);
  return (
    <Card title={t('proposal.title', { name })} icon={<IconClockHour4 size={20} />} tone="warn">
      <Stack gap="sm">
        <span>{t('proposal.words')}</span>
        <PartList part={surplus({ terms: proposed, until: proposedUntil }, { terms, until })} />
        <span>{words.until(proposedUntil)}</span>
        <ProblemAlert error={accept.error ?? decline.error} />
        <Group>
          <Button
            size="sm"
            loading={accept.isPending}
            aria-label={t('proposal.accept.label', { name })}
            onClick={() => accept.mutate()}
          >
            {t('proposal.accept')}
          </Button>
          <Button
            size="sm"
            variant="default"
            loading={decline.isPending}
            aria-label={t('proposal.decline.label', { name })}
            onClick={() => decline.mutate()}
          >
            {t('proposal.decline')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
