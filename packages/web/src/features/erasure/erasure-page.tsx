import { Alert, Stack } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import type { Erasure } from '@wardkeep/contract';
import { type ReactNode, useEffect, useRef } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ConfirmCard } from './confirm-card.tsx';
import { ErasingCard, RequestCard, WaitingCard } from './erasure-cards.tsx';
import classes from './erasure-page.module.css';
import { ErasureSteps } from './erasure-steps.tsx';
import { useErasure } from './use-erasure.ts';
import { WhatGoes } from './what-goes.tsx';

interface ErasurePageProps {
  /** The session has ended; the token leads to the certificate. */
  readonly onConfirmed: (token: string) => void;
}

/** Erase everything about me: what it means, in full, before the button. */
export function ErasurePage({ onConfirmed }: ErasurePageProps): ReactNode {
  const t = useText();
  const query = useErasure();
  return (
    <Page title={t('erasure.title')} lead={t('erasure.lead')}>
      <Loaded query={query} skeleton={[150, 260, 160]}>
        {(erasure) => (
          <Stack gap="lg">
            {erasure.legalHold && <LegalHold />}
            <ErasureSteps erasure={erasure} />
            <Focused after={erasure.state}>
              <Current erasure={erasure} onConfirmed={onConfirmed} />
            </Focused>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Current({ erasure, onConfirmed }: ErasurePageProps & { erasure: Erasure }): ReactNode {
  switch (erasure.state) {
    case 'none':
    case 'cancelled':
      return (
        <>
          <WhatGoes counts={erasure.counts} />
          {!erasure.legalHold && <RequestCard erasure={erasure} />}
        </>
      );
    case 'waiting':
      return (
        <>
          <WaitingCard erasure={erasure} />
          <WhatGoes counts={erasure.counts} />
        </>
      );
    case 'confirmable':
      return (
        <>
          <WhatGoes counts={erasure.counts} />
          {!erasure.legalHold && <ConfirmCard onConfirmed={onConfirmed} />}
        </>
      );
    case 'erasing':
      return <ErasingCard />;
  }
}

/** The button that was pressed is gone with the state it belonged to: the focus goes to what has come instead. */
function Focused({ after, children }: { after: string; children: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef(after);
  useEffect(() => {
    if (shown.current !== after) box.current?.focus();
    shown.current = after;
  }, [after]);
  return (
    <Stack gap="lg" ref={box} tabIndex={-1} className={classes.focused ?? ''}>
      {children}
    </Stack>
  );
}

function LegalHold(): ReactNode {
  const t = useText();
  return (
    <Alert color="honey" variant="light" icon={<IconGavel size={20} />} title={t('erasure.hold')}>
      {t('erasure.hold.words')}
    </Alert>
  );
}
