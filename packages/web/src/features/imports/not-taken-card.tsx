import { Button, Group, Text as Words } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import type { ImportReport, NotTaken } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { saveText } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import classes from './import-result.module.css';

const SHOWN = 8;

/** By reason, with the places in the file: what somebody can ask the sender to mend. */
export function NotTakenCard({ report }: { readonly report: ImportReport }): ReactNode {
  const t = useText();
  const { notTaken, notTakenCount } = report;
  const codes = [...new Set(notTaken.map(({ code }) => code))];
  const lines = notTaken.map(({ where, code, why }) => `${where}\t${code}\t${why}`);
  return (
    <Card
      tone="warn"
      icon={<IconAlertTriangle size={20} />}
      title={t('import.notTaken', { count: notTakenCount })}
    >
      {codes.map((code) => (
        <Reason key={code} code={code} all={notTaken.filter((one) => one.code === code)} />
      ))}
      {notTakenCount > notTaken.length && (
        <Words size="sm">
          {t('import.notTaken.more', { count: notTakenCount - notTaken.length })}
        </Words>
      )}
      <Group mt="md">
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={18} />}
          onClick={() => saveText('not-taken.tsv', `${lines.join('\n')}\n`)}
        >
          {t('import.notTaken.save')}
        </Button>
      </Group>
    </Card>
  );
}

interface ReasonProps {
  readonly code: NotTaken['code'];
  readonly all: readonly NotTaken[];
}

function Reason({ code, all }: ReasonProps): ReactNode {
  const t = useText();
  return (
    <section className={classes.reason}>
      <h3 className={classes.why}>{t(`import.why.${code}`, { count: all.length })}</h3>
      <CollapsedList
        items={all}
        most={SHOWN}
        className={classes.places}
        render={({ where, why }) => (
          <li key={`${where} ${why}`}>
            <code>{where}</code> <span lang="en">{why}</span>
          </li>
        )}
      />
    </section>
  );
}
