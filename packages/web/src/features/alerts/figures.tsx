import { SegmentedControl, SimpleGrid, Stack, Title } from '@mantine/core';
import type { ReplyOf, readDashboard } from '@wardkeep/contract';
import { type ReactNode, useId, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { type Text, useText } from '../../ui/text.ts';
import { useFigures } from './alert-query.ts';
import classes from './figures.module.css';
import { FigurePlot } from './figure-plot.tsx';
import { KeyAges } from './key-ages.tsx';
import { largest } from './steps.ts';

type Dashboard = ReplyOf<typeof readDashboard>;

const DAYS = [1, 7, 30, 90] as const;

/** How things are going, as plots and as tables. */
export function Figures(): ReactNode {
  const t = useText();
  const titleId = useId();
  const [days, setDays] = useState<number>(7);
  const query = useFigures(days);
  return (
    <section aria-labelledby={titleId}>
      <Stack gap="md">
        <div className={classes.head}>
          <Title order={2} size="h3" id={titleId}>
            {t('figures.title')}
          </Title>
          <SegmentedControl
            aria-label={t('figures.days')}
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
            data={DAYS.map((count) => ({
              value: String(count),
              label: t('figures.days.count', { days: count }),
            }))}
          />
        </div>
        <Loaded query={query} skeleton={[260, 260]}>
          {(figures) => <Plots figures={figures} />}
        </Loaded>
      </Stack>
    </section>
  );
}

function Plots({ figures }: { readonly figures: Dashboard }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { stepMinutes } = figures;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Card title={t('figures.signIns')}>
        <FigurePlot
          title={t('figures.signIns')}
          stepMinutes={stepMinutes}
          series={[
            { name: t('figures.signIns.good'), points: figures.signIns },
            { name: t('figures.signIns.failed'), points: figures.failedSignIns },
          ]}
        />
      </Card>
      <Card title={t('figures.denials')}>
        <FigurePlot
          title={t('figures.denials')}
          stepMinutes={stepMinutes}
          series={[{ name: t('figures.denials.one'), points: figures.denials, isBad: true }]}
        />
      </Card>
      <Card title={t('figures.reads')}>
        <FigurePlot
          title={t('figures.reads')}
          stepMinutes={stepMinutes}
          series={reads(t, figures)}
        />
      </Card>
      <Card title={t('figures.emergencies')}>
        <FigurePlot
          title={t('figures.emergencies')}
          stepMinutes={stepMinutes}
          series={[
            { name: t('figures.emergencies.one'), points: figures.emergencies, isBad: true },
          ]}
        />
      </Card>
      <Card title={t('figures.logSize')}>
        <FigurePlot
          title={t('figures.logSize')}
          stepMinutes={stepMinutes}
          kind="level"
          series={[{ name: t('figures.logSize.one'), points: figures.logSize }]}
        />
        <p className={classes.lag}>
          {t('figures.lag', { seconds: format.number(figures.lagMs / 1000) })}
        </p>
      </Card>
      <Card title={t('figures.keys')}>
        <KeyAges keys={figures.keys} />
      </Card>
    </SimpleGrid>
  );
}

function reads(t: Text, { readsByRole }: Dashboard) {
  const series = readsByRole.map(({ role, points }) => ({
    name:
      role === 'share-link' || role === 'nobody' ? t(`figures.role.${role}`) : t(`role.${role}`),
    points,
  }));
  return largest(series, t('figures.role.others'));
}
