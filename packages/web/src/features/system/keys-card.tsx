import { Stack } from '@mantine/core';
import { IconKey, IconServer } from '@tabler/icons-react';
import type { ReplyOf, readSystem } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { EpochsPlot } from './epochs-plot.tsx';
import { KeyWork } from './key-work.tsx';
import { LastReport } from './last-report.tsx';

type System = ReplyOf<typeof readSystem>;

/** Who holds the root, how old the key of the day is, and the lives of those before it. */
export function KeysCard({ keys }: { readonly keys: System['keys'] }): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const next = keys.nextRotationAt;
  const moment = (at: string): string => `${format.relative(at, now)} · ${format.dateTime(at)}`;
  return (
    <Card title={t('keys.title')} icon={<IconKey size={20} />}>
      <Stack gap="lg">
        <KeyWork work={keys.work} />
        <Facts
          facts={[
            { name: t('keys.provider'), value: providerWords(t, keys.provider) },
            { name: t('keys.reference'), value: keys.reference, code: true },
            {
              name: t('keys.epochSince'),
              value: moment(keys.epoch.createdAt),
            },
            {
              name: t('keys.next'),
              value: next === null ? t('keys.next.none') : moment(next),
            },
            { name: t('keys.people'), value: format.number(keys.personKeys) },
          ]}
        />
        <EpochsPlot epochs={keys.epochs} nextRotationAt={next} />
        <LastReport report={keys.lastReport} />
      </Stack>
    </Card>
  );
}

/** A newer server can name one that this page has no words for. */
function providerWords(t: Text, provider: string): string {
  const known = PROVIDERS.find((name) => name === provider);
  return known === undefined ? provider : t(`keys.provider.${known}`);
}

const PROVIDERS = [
  'key-file',
  'environment',
  'pkcs11',
  'aws-kms',
  'gcp-kms',
  'azure-key-vault',
  'vault-transit',
] as const;

export function ServerCard({ system }: { readonly system: System }): ReactNode {
  const t = useText();
  const { database, version } = system;
  const kind = t(database.embedded ? 'keys.database.embedded' : 'keys.database.external');
  return (
    <Card title={t('server.title')} icon={<IconServer size={20} />}>
      <Facts
        facts={[
          { name: t('keys.database'), value: `PostgreSQL ${database.version} (${kind})` },
          { name: t('keys.version'), value: version },
        ]}
      />
    </Card>
  );
}
