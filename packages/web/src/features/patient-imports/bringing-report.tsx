import { Button, Group, Text as Words } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { problemText } from '../../ui/problem-alert.tsx';
import { saveText } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import classes from './bringing-report.module.css';
import { type Counts, type Line, reportText } from './ledger.ts';

const SHOWN = 10;
/** A page that lists more is slow; the file has them all. */
const SHOWN_MOST = 300;

interface BringingReportProps {
  readonly lines: readonly Line[];
  readonly counts: Counts;
}

/** What did not come in, and why: what somebody can ask the sender to mend. */
export function BringingReport({ lines, counts }: BringingReportProps): ReactNode {
  const t = useText();
  if (lines.length === 0) return null;
  const shown = lines.slice(0, SHOWN_MOST);
  const more = counts.refused + counts.notTaken - shown.length;
  return (
    <Card tone="warn" icon={<IconAlertTriangle size={20} />} title={t('bring.report')}>
      <CollapsedList
        items={shown.map((line, index) => ({ line, index }))}
        most={SHOWN}
        className={classes.lines}
        label={t('bring.report')}
        render={({ line, index }) => <ReportLine key={index} line={line} />}
      />
      {more > 0 && <Words size="sm">{t('import.notTaken.more', { count: more })}</Words>}
      <Group mt="md">
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={18} />}
          onClick={() => saveText('not-imported.tsv', reportText(lines))}
        >
          {t('bring.report.save')}
        </Button>
      </Group>
    </Card>
  );
}

const PLACES = 3;

function ReportLine({ line }: { readonly line: Line }): ReactNode {
  const t = useText();
  return (
    <li className={classes.line}>
      <strong>{line.name}</strong> {line.kind === 'refused' && problemText(t, line.problem)}
      {line.kind === 'part' && t(`bring.why.${line.notTaken.code}`)}
      {line.kind === 'left-out' && t('bring.why.leftOut')}
      {placesOf(line).map(({ where, why }) => (
        <div key={`${where} ${why}`} className={classes.place}>
          {where !== '' && <code>{where}</code>} <span lang="en">{why}</span>
        </div>
      ))}
    </li>
  );
}

interface Place {
  readonly where: string;
  readonly why: string;
}

function placesOf(line: Line): readonly Place[] {
  if (line.kind === 'left-out') return [{ where: '', why: `It ${line.why}.` }];
  if (line.kind === 'part') return [line.notTaken];
  const { errors = [] } = line.problem.problem;
  return errors.slice(0, PLACES).map(({ path, message }) => ({ where: path, why: message }));
}
