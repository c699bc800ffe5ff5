import { Stack } from '@mantine/core';
import { IconFiles } from '@tabler/icons-react';
import type { Document } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import { ShareDialog } from '../sharing/index.ts';
import { AttachArea } from './attach-area.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DocumentItem } from './document-item.tsx';
import { DocumentPreview } from './document-preview.tsx';
import { useDocuments } from './document-query.ts';
import classes from './documents-page.module.css';

export function DocumentsPage(): ReactNode {
  const t = useText();
  const query = useDocuments();
  const { rights } = useOpenChart();
  return (
    <Page title={t('documents.title')} lead={t('documents.lead')}>
      <Stack gap="lg">
        {rights.addDocuments && <AttachArea />}
        {rights.seeDocuments && (
          <Loaded query={query} skeleton={[72, 72, 72]}>
            {({ documents }) =>
              documents.length > 0 ? <Documents documents={documents} /> : <NoDocuments />
            }
          </Loaded>
        )}
      </Stack>
    </Page>
  );
}

/** Where one can be attached, the page says so already. */
function NoDocuments(): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  if (rights.addDocuments) return null;
  return (
    <Empty
      icon={<IconFiles size={28} />}
      title={t('chart.documents.none')}
      actions={
        <ChartButton place="chart" variant="default">
          {t('record.back')}
        </ChartButton>
      }
    >
      {t('documents.none.words')}
    </Empty>
  );
}

type Doing = 'preview' | 'share' | 'delete';

function Documents({ documents }: { readonly documents: readonly Document[] }): ReactNode {
  const t = useText();
  const { isOwn } = useOpenChart();
  const [doing, setDoing] = useState<{ what: Doing; document: Document } | null>(null);
  const begin = (what: Doing) => (document: Document) => setDoing({ what, document });
  const target = (what: Doing): Document | null => (doing?.what === what ? doing.document : null);
  const close = (): void => setDoing(null);
  const shared = target('share');
  return (
    <Card title={t(isOwn ? 'documents.yours' : 'documents.theirs', { count: documents.length })}>
      <ul className={classes.list}>
        {documents.map((document) => (
          <DocumentItem
            key={document.documentId}
            document={document}
            actions={{
              onPreview: begin('preview'),
              onShare: begin('share'),
              onDelete: begin('delete'),
            }}
          />
        ))}
      </ul>
      <DocumentPreview document={target('preview')} onClose={close} />
      <DeleteDialog document={target('delete')} onClose={close} />
      <ShareDialog
        opened={shared !== null}
        selection={{ records: [], documents: shared ? [shared.documentId] : [] }}
        onClose={close}
      />
    </Card>
  );
}
