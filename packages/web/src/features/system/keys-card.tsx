import { IconKey } from '@tabler/icons-react';
import type { ReplyOf, readSystem } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { Facts } from './facts.tsx';

type System = ReplyOf<typeof readSystem>;

export function KeysCard({ system }: { readonly system: System }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { keys, database, version } = system;
  const databaseKind = t(database.embedded ? 'keys.database.embedded' : 'keys.database.external');
  return (
    <Card title={t('keys.title')} icon={<IconKey size={20} />}>
      <Facts
        facts={[
          { name: t('keys.provider'), value: keys.provider },
          { name: t('keys.epoch'), value: keys.epoch.id, code: true },
          { name: t('keys.epochSince'), value: format.dateTime(keys.epoch.createdAt) },
          { name: t('keys.people'), value: format.number(keys.personKeys) },
          { name: t('keys.database'), value: `PostgreSQL ${database.version} (${databaseKind})` },
          { name: t('keys.version'), value: version },
        ]}
      />
    </Card>
  );
}
