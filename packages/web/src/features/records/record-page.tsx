import { Code, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { Resource } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CopyValue } from '../../ui/copy-field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import '../../ui/print.css';
import { useText } from '../../ui/text.ts';
import { ChartAnchor } from '../open-chart/index.ts';
import { noteText } from './note-text.ts';
import { RecordActions } from './record-actions.tsx';
import { useRecord } from './record-query.ts';
import classes from './record-page.module.css';
import { recordDate, recordTitle } from './record-title.ts';
import { RecordView } from './record-view.tsx';
import { capitalised, useRecordWords } from './record-words.ts';

interface RecordPageProps {
  readonly type: string;
  readonly id: string;
  /** What can be done with a record; other features bring it, so that this one needs none of them. */
  readonly actions: ReactNode;
}

export function RecordPage({ type, id, actions }: RecordPageProps): ReactNode {
  const t = useText();
  const words = useRecordWords();
  const query = useRecord(type, id);
  const kind = capitalised(words.kind(type, 1));
  return (
    <Page
      title={query.data ? recordTitle(query.data, words) : kind}
      lead={query.data && <Lead kind={kind} resource={query.data} />}
      actions={
        query.data && (
          <>
            {actions}
            <RecordActions resource={query.data} />
          </>
        )
      }
    >
      <Stack>
        <ChartAnchor place="chart" className={`${classes.back} wk-no-print`}>
          <IconArrowLeft size={18} aria-hidden="true" /> {t('record.back')}
        </ChartAnchor>
        <Loaded query={query} skeleton={[320, 48]}>
          {(resource) => (
            <>
              <Card>
                <div className={classes.container}>
                  <NoteWords resource={resource} />
                  <RecordView resource={resource} linked />
                </div>
              </Card>
              <RawRecord resource={resource} />
            </>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}

function Lead({ kind, resource }: { readonly kind: string; readonly resource: Resource }) {
  const format = useFormat();
  const date = recordDate(resource);
  return date === undefined ? kind : `${kind} · ${format.fhirDay(date)}`;
}

/** What somebody wrote comes before what is known about it. */
function NoteWords({ resource }: { readonly resource: Resource }): ReactNode {
  const words = noteText(resource);
  return words !== undefined && <div className={classes.note}>{words}</div>;
}

function RawRecord({ resource }: { readonly resource: Resource }): ReactNode {
  const t = useText();
  const json = JSON.stringify(resource, null, 2);
  return (
    <details className={`${classes.raw} wk-no-print`}>
      <summary>{t('record.raw')}</summary>
      <Stack gap="xs" align="flex-start" mt="sm">
        <CopyValue value={json} />
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
        <Code block w="100%" mah={480} tabIndex={0} translate="no" className={classes.code ?? ''}>
          {json}
        </Code>
      </Stack>
    </details>
  );
}
