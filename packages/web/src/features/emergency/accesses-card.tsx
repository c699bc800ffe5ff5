import { Badge, Button } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { Item, itemListClass } from '../../ui/item-list.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useAccessWords } from './access-words.ts';
import { type EmergencyAccess, isOpen, mayDispute, reviewStateOf } from './access-rules.ts';
import { DisputeDialog } from './dispute-dialog.tsx';
import { useEmergencyAccesses } from './emergency-query.ts';
import { markSeen } from './seen.ts';

const SHOWN = 5;

/** Who opened the chart without asking, and what came of it; nothing as long as nobody did. */
export function EmergencyAccessesCard(): ReactNode {
  const t = useText();
  const query = useEmergencyAccesses();
  const accesses = query.data?.accesses;
  useEffect(() => {
    if (accesses) markSeen(accesses.map(({ grantId }) => grantId));
  }, [accesses]);
  if (query.isError)
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (!accesses || accesses.length === 0) return null;
  return (
    <Card title={t('emergencies.title')} icon={<IconUrgent size={20} />}>
      <p>{t('emergencies.lead')}</p>
      <CollapsedList
        items={accesses}
        most={SHOWN}
        className={itemListClass}
        label={t('emergencies.title')}
        render={(access) => <AccessItem key={access.grantId} access={access} />}
      />
    </Card>
  );
}

const COLORS = {
  waiting: 'honey',
  disputed: 'honey',
  justified: 'ward',
  'not-justified': 'wax',
  misuse: 'wax',
} as const;

function AccessItem({ access }: { readonly access: EmergencyAccess }): ReactNode {
  const t = useText();
  const words = useAccessWords();
  const state = reviewStateOf(access);
  const isStillOpen = isOpen(access, useNow());
  return (
    <li>
      <Item
        name={words.who(access)}
        badges={
          <>
            {isStillOpen && <Badge color="wax">{t('emergencies.open')}</Badge>}
            <Badge variant="light" color={COLORS[state]}>
              {t(`emergencies.state.${state}`)}
            </Badge>
          </>
        }
        facts={[words.when(access), words.why(access), words.count(access), words.review(access)]}
        actions={mayDispute(access) && <Dispute access={access} who={words.who(access)} />}
      />
    </li>
  );
}

interface DisputeProps {
  readonly access: EmergencyAccess;
  readonly who: string;
}

function Dispute({ access, who }: DisputeProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="default"
        aria-label={t('emergencies.dispute.label', { who })}
        onClick={() => setAsking(true)}
      >
        {t('emergencies.dispute')}
      </Button>
      {asking && <DisputeDialog grantId={access.grantId} onClose={() => setAsking(false)} />}
    </>
  );
}
