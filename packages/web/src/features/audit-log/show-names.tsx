import { Button, Tooltip } from '@mantine/core';
import type { FoundEvent } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { useAccounts } from '../system/index.ts';
import { useKnownNames } from './person-names.ts';

/** Reads the list of accounts for the names of patients, which the log does not tell; nothing when all are known. */
export function ShowNames({ events }: { readonly events: readonly FoundEvent[] }): ReactNode {
  const t = useText();
  const known = useKnownNames();
  const [asked, ask] = useState(false);
  const accounts = useAccounts({ enabled: asked });
  const isMissing = events.some(
    ({ patient }) => patient?.displayName === null && !known.has(patient.personId),
  );
  if (!isMissing || accounts.data) return null;
  return (
    <Tooltip label={t('search.names.words')} multiline w={260} events={TOOLTIP_EVENTS}>
      <Button size="sm" variant="default" loading={accounts.isFetching} onClick={() => ask(true)}>
        {t('search.names')}
      </Button>
    </Tooltip>
  );
}

const TOOLTIP_EVENTS = { hover: true, focus: true, touch: true } as const;
