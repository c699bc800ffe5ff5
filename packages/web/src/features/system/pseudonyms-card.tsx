import { Group, Stack } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { useText } from '../../ui/text.ts';

/** The way to a page that is needed seldom: on a phone, the only one. */
export function PseudonymsCard(): ReactNode {
  const t = useText();
  return (
    <Card title={t('pseudonyms.card')} icon={<IconUserQuestion size={20} />}>
      <Stack>
        <span>{t('pseudonyms.card.words')}</span>
        <Group>
          <ButtonLink to="/admin/re-identification" variant="default">
            {t('pseudonyms.card.action')}
          </ButtonLink>
        </Group>
      </Stack>
    </Card>
  );
}
