import { Group, Stack } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { useText } from '../../ui/text.ts';

/** The way to a page that is needed seldom: on a phone, the only one. */
export function AccessRulesCard(): ReactNode {
  const t = useText();
  return (
    <Card title={t('table.title')} icon={<IconTable size={20} />}>
      <Stack>
        <span>{t('table.card.words')}</span>
        <Group>
          <ButtonLink to="/admin/access-table" variant="default">
            {t('table.card.action')}
          </ButtonLink>
        </Group>
      </Stack>
    </Card>
  );
}
