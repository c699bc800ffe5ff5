import { Stack } from '@mantine/core';
import type { Document } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
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
  return (
    <Page title={t('documents.title')} lead={t('documents.lead')}>
      <Stack gap="lg">
        <AttachArea />
        <Loaded query={query} skeleton={[72, 72, 72]}>
          {({ documents }) => documents.length > 0 && <Documents documents={documents} />}
        </Loaded>
      </Stack>
    </Page>
  );
}

type Doing = 'preview' | 'share' | 'delete';

function Documents({ documents }: { readonly documents: readonly Document[] }): ReactNode {
  const t = useText();
  const [doing, setDoing] = useState<{ what: Doing; document: Document } | null>(null);
  const begin = (what: Doing) => (document: Document) => setDoing({ what, document });
  const target = (what: Doing): Document | null => (doing?.what === what ? doing.document : null);
  const close = (): void => setDoing(null);
  const shared = target('share');
  return (
    <Card title={t('documents.yours', { count: documents.length })}>
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
