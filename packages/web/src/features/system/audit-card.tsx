import { Code, Text as Words } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import type { ReplyOf, readSystem } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CopyValue } from '../../ui/copy-field.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import classes from './audit-card.module.css';
import { Facts } from '../../ui/facts.tsx';

type Audit = ReplyOf<typeof readSystem>['audit'];

export function AuditCard({ audit }: { readonly audit: Audit }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={t('audit.title')} icon={<IconListCheck size={20} />}>
      <Facts
        facts={[
          { name: t('audit.size'), value: format.number(audit.size) },
          { name: t('audit.pending'), value: format.number(audit.pending) },
          {
            name: t('audit.lag'),
            value: t('audit.seconds', { seconds: format.number(audit.lagMs / 1000) }),
          },
          {
            name: t('audit.checked'),
            value:
              audit.checkedAt === null
                ? t('audit.checked.never')
                : format.dateTime(audit.checkedAt),
          },
        ]}
      />
      {audit.checkpoint === null ? (
        <Words size="sm" c="dimmed">
          {t('audit.checkpoint.none')}
        </Words>
      ) : (
        <details className={classes.checkpoint}>
          <summary>{t('audit.checkpoint')}</summary>
          <Words size="sm" c="dimmed" my="xs">
            {t('audit.checkpoint.words')}
          </Words>
          <Code block translate="no" className={classes.note ?? ''}>
            {audit.checkpoint}
          </Code>
          <CopyValue value={audit.checkpoint} />
        </details>
      )}
    </Card>
  );
}
