import { Alert, Button, Group, List, Loader, Text as Words } from '@mantine/core';
import { IconAlertTriangle, IconDeviceFloppy, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { saveText } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import classes from './log-check-card.module.css';
import type { LogCheck } from './log-check.ts';
import { useLogCheck } from './log-check-query.ts';

/** One quiet line while all is well; an alarm, with what to do, when the log is not what it was. */
export function LogCheckCard(): ReactNode {
  const t = useText();
  const query = useLogCheck();
  if (query.data?.state.is === 'alarm') return <AlarmCard check={query.data} />;
  return (
    <Card title={t('logCheck.title')} icon={<IconShieldCheck size={20} />} tone="tint">
      <div aria-live="polite">
        {query.isPending && (
          <Group gap="xs">
            <Loader size="xs" aria-hidden="true" />
            {t('logCheck.checking')}
          </Group>
        )}
        {query.data && <Quiet check={query.data} />}
        {query.isError && <Words>{t('logCheck.failed')}</Words>}
      </div>
      {query.isError && (
        <Button size="xs" mt="sm" variant="default" onClick={() => void query.refetch()}>
          {t('logCheck.again')}
        </Button>
      )}
      <details className={classes.how}>
        <summary>{t('logCheck.how')}</summary>
        <p>{t('logCheck.how.words')}</p>
      </details>
    </Card>
  );
}

function Quiet({ check: { state } }: { readonly check: LogCheck }): ReactNode {
  const t = useText();
  return 'count' in state
    ? t(`logCheck.${state.is}`, { count: state.count })
    : state.is !== 'alarm' && t(`logCheck.${state.is}`);
}

function AlarmCard({ check }: { readonly check: LogCheck }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { state, evidence } = check;
  if (state.is !== 'alarm') return null;
  const save = (): void => {
    const savedAt = new Date().toISOString();
    const site = window.location.origin;
    saveText(
      `wardkeep-log-evidence-${savedAt.slice(0, 10)}.json`,
      `${JSON.stringify({ savedAt, site, ...evidence }, null, 2)}\n`,
    );
  };
  const sizes = evidence.compared.filter((log) => log.rememberedSize !== null);
  return (
    <Alert
      role="alert"
      color="wax"
      icon={<IconAlertTriangle size={22} />}
      title={t('logCheck.alarm')}
    >
      <Words>{t(`logCheck.alarm.${state.alarm}`)}</Words>
      {sizes.map(({ log, rememberedSize, size }) => (
        <Words key={log} size="sm" mt="xs">
          {t('logCheck.alarm.sizes', {
            log,
            before: format.number(rememberedSize ?? 0),
            now: format.number(size ?? 0),
          })}
        </Words>
      ))}
      <Words fw={600} mt="md">
        {t('logCheck.do')}
      </Words>
      <List type="ordered" mt={4}>
        <List.Item>{t('logCheck.do.save')}</List.Item>
        <List.Item>{t('logCheck.do.keep')}</List.Item>
        <List.Item>{t('logCheck.do.ask')}</List.Item>
      </List>
      <Button mt="md" color="wax" leftSection={<IconDeviceFloppy size={18} />} onClick={save}>
        {t('logCheck.evidence')}
      </Button>
    </Alert>
  );
}
