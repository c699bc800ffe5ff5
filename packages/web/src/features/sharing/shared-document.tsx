import { Button, Image, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { type Document, readSharedDocument } from '@wardkeep/contract';
import { type ReactNode, useEffect } from 'react';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import classes from './shared-chart.module.css';

interface SharedDocumentProps {
  readonly client: Client;
  readonly document: Document;
}

/** Fetched with the token in its header, so it comes as bytes in memory and not by a link. */
export function SharedDocument({ client, document }: SharedDocumentProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const file = useDocumentFile(client, document);
  return (
    <li className={`${classes.item} ${classes.document}`}>
      <span className={classes.title}>{document.title}</span>
      <span className={classes.meta}>
        {t(`document.type.${document.mediaType}`)} · {format.bytes(document.sizeBytes)}
      </span>
      <Button
        variant="default"
        size="sm"
        loading={file.isPending}
        aria-label={t('document.openNamed', { title: document.title })}
        onClick={() => file.mutate()}
      >
        {t('document.open')}
      </Button>
      <ProblemAlert error={file.error} />
      <Modal
        opened={file.data !== undefined}
        onClose={file.reset}
        title={document.title}
        size="xl"
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        {file.data !== undefined && <FileView url={file.data} document={document} />}
      </Modal>
    </li>
  );
}

function FileView({ url, document }: { readonly url: string; readonly document: Document }) {
  const t = useText();
  return (
    <Stack>
      {document.mediaType.startsWith('image/') && (
        <Image src={url} alt={document.title} radius="md" />
      )}
      <Button component="a" href={url} target="_blank" rel="noreferrer">
        {t('document.openTab')}
      </Button>
      <Button component="a" href={url} download={document.fileName} variant="default">
        {t('document.save')}
      </Button>
    </Stack>
  );
}

function useDocumentFile(client: Client, { documentId, mediaType }: Document) {
  const file = useMutation({
    mutationFn: async () => {
      const response = await client.callForBytes(readSharedDocument, { params: { documentId } });
      return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: mediaType }));
    },
  });
  const url = file.data;
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  return file;
}
