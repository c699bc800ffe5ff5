import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { SecondFactorSetUp } from './second-factor-set-up.tsx';

interface SecondFactorPageProps {
  /** Staff without one get nowhere else. */
  readonly isRequired: boolean;
  readonly onDone: () => void;
}

export function SecondFactorPage({ isRequired, onDone }: SecondFactorPageProps): ReactNode {
  const t = useText();
  return (
    <Page
      title={t('factor.title')}
      lead={t(isRequired ? 'factor.lead.required' : 'factor.lead')}
      width="narrow"
    >
      <Stack>
        <SecondFactorSetUp onDone={onDone} />
      </Stack>
    </Page>
  );
}
