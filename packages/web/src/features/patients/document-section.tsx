import { Checkbox } from '@mantine/core';
import type { Document } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { ChartAnchor, ChartButton, useOpenChart } from '../open-chart/index.ts';
import { withDocuments } from '../sharing/index.ts';
import classes from './chart-sections.module.css';
import { useChoosing } from './choosing.tsx';
import { ChooseAll } from './choose-all.tsx';

interface DocumentSectionProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly documents: readonly Document[];
}

export function DocumentSection({ title, icon, documents }: DocumentSectionProps): ReactNode {
  const { active, selection, setSelection } = useChoosing();
  const ids = documents.map(({ documentId }) => documentId);
  return (
    <Card
      title={title}
      icon={icon}
      action={
        active &&
        documents.length > 0 && (
          <ChooseAll
            section={title}
            total={ids.length}
            chosen={selection.documents.length}
            onChange={(chosen) => setSelection(withDocuments(selection, ids, chosen))}
          />
        )
      }
    >
      {documents.length === 0 ? (
        <NoDocuments />
      ) : (
        <CollapsedList
          items={documents}
          most={6}
          className={classes.list}
          render={(document) => <DocumentLine key={document.documentId} document={document} />}
        />
      )}
    </Card>
  );
}

function NoDocuments(): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  if (!rights.addDocuments)
    return <span className={classes.none}>{t('chart.documents.none')}</span>;
  return (
    <ChartButton place="documents" variant="default" size="sm">
      {t('chart.attach')}
    </ChartButton>
  );
}

function DocumentLine({ document }: { readonly document: Document }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { active, selection, setSelection } = useChoosing();
  const { documentId, title, createdAt, mediaType } = document;
  return (
    <li className={classes.item}>
      {active && (
        <Checkbox
          mt={3}
          aria-label={t('chart.choose', { title })}
          checked={selection.documents.includes(documentId)}
          onChange={(event) =>
            setSelection(withDocuments(selection, [documentId], event.currentTarget.checked))
          }
        />
      )}
      <div className={classes.words}>
        <ChartAnchor place="documents" className={classes.title ?? ''}>
          {title}
        </ChartAnchor>
        <div className={classes.detail}>
          {t(`document.type.${mediaType}`)} · {format.date(createdAt)}
        </div>
      </div>
    </li>
  );
}
