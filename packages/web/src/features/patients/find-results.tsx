import { Button, Loader, Stack, Text as Words, VisuallyHidden } from '@mantine/core';
import { IconFileSearch, IconSearchOff } from '@tabler/icons-react';
import type { Chart, ChartEntry, Document } from '@wardkeep/contract';
import { type ReactNode, useMemo } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { ChartAnchor, useOpenChart } from '../open-chart/index.ts';
import { useRecordWords } from '../records/index.ts';
import type { ChartItem } from './chart-items.ts';
import classes from './chart-sections.module.css';
import { EntryLine } from './entry-line.tsx';
import { useFindInside } from './find-query.ts';
import { findItems, folded } from './find-rules.ts';

interface FindResultsProps {
  readonly chart: Chart;
  readonly items: readonly ChartItem[];
  readonly documents: readonly Document[];
  readonly sought: string;
  /** What is looked for inside every record; empty until somebody asks for it. */
  readonly inside: string;
  readonly onInside: () => void;
}

const SHOWN = 8;

/** At once what the page holds already, by its parts; below it what stands inside the records. */
export function FindResults(props: FindResultsProps): ReactNode {
  const { chart, items, documents, sought, inside, onInside } = props;
  const t = useText();
  const { rights } = useOpenChart();
  const found = useMemo(() => findItems(items, sought), [items, sought]);
  const files = documents.filter(({ title }) => folded(title).includes(folded(sought.trim())));
  const more = useFindInside(chart, rights.openRecords ? inside : '');
  const known = new Set(found.flatMap(({ items: some }) => some.map(({ id }) => id)));
  const rest = (more.data ?? []).filter(({ id }) => !known.has(id));
  const count = known.size + files.length + rest.length;
  const isDone = !rights.openRecords || more.data !== undefined;
  return (
    <Stack gap="lg">
      <VisuallyHidden component="output">{t('find.found', { count })}</VisuallyHidden>
      {found.map(({ section, items: some }) => (
        <Found key={section} title={t(`chart.${section}`)} entries={some} />
      ))}
      {files.length > 0 && <FoundFiles files={files} />}
      {rest.length > 0 && <Found title={t('find.inside.title')} entries={rest} withKind />}
      {count === 0 && !more.isFetching && (
        <Empty icon={<IconSearchOff size={30} />} title={t('find.none')}>
          {t(isDone ? 'find.none.words' : 'find.none.yet')}
        </Empty>
      )}
      <ProblemAlert error={more.error} />
      {more.isFetching && (
        <Words c="dimmed" component="output">
          <Loader size="xs" mr="xs" /> {t('find.inside.looking')}
        </Words>
      )}
      {inside === '' && rights.openRecords && sought.trim().length > 1 && (
        <Button
          variant="default"
          leftSection={<IconFileSearch size={18} />}
          onClick={onInside}
          className={classes.inside ?? ''}
        >
          {t('find.inside', { words: sought.trim() })}
        </Button>
      )}
    </Stack>
  );
}

interface FoundProps {
  readonly title: string;
  readonly entries: readonly ChartEntry[];
  readonly withKind?: true;
}

function Found({ title, entries, withKind }: FoundProps): ReactNode {
  const words = useRecordWords();
  return (
    <Card title={`${title} (${entries.length})`}>
      <CollapsedList
        items={entries}
        most={SHOWN}
        className={classes.list}
        render={(entry) => (
          <EntryLine
            key={`${entry.type}/${entry.id} ${entry.title}`}
            entry={withKind ? { ...entry, detail: words.kind(entry.type, 1) } : entry}
          />
        )}
      />
    </Card>
  );
}

function FoundFiles({ files }: { readonly files: readonly Document[] }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={`${t('documents.title')} (${files.length})`}>
      <CollapsedList
        items={files}
        most={SHOWN}
        className={classes.list}
        render={({ documentId, title, createdAt }) => (
          <li key={documentId} className={classes.item}>
            <div className={classes.words}>
              <ChartAnchor place="documents" className={classes.title ?? ''}>
                {title}
              </ChartAnchor>
              <div className={classes.detail}>{format.date(createdAt)}</div>
            </div>
          </li>
        )}
      />
    </Card>
  );
}
