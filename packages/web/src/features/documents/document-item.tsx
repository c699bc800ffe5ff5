import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import {
  IconDots,
  IconExternalLink,
  IconEye,
  IconFileTypePdf,
  IconPhoto,
  IconShare2,
  IconTrash,
} from '@tabler/icons-react';
import type { Document } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import classes from './documents-page.module.css';
import { contentUrl } from './document-query.ts';

export interface DocumentActions {
  readonly onPreview: (document: Document) => void;
  readonly onShare: (document: Document) => void;
  readonly onDelete: (document: Document) => void;
}

interface DocumentItemProps {
  readonly document: Document;
  readonly actions: DocumentActions;
}

export function DocumentItem({ document, actions }: DocumentItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const image = document.mediaType.startsWith('image/');
  return (
    <li className={classes.item}>
      <span className={classes.icon} aria-hidden="true">
        {image ? <IconPhoto size={22} /> : <IconFileTypePdf size={22} />}
      </span>
      <div className={classes.words}>
        <div className={classes.title}>{document.title}</div>
        <div className={classes.facts}>
          {t(`document.type.${document.mediaType}`)} · {format.bytes(document.sizeBytes)} ·{' '}
          {format.date(document.createdAt)}
        </div>
      </div>
      <Group gap="xs" wrap="nowrap">
        <OpenButton document={document} />
        <DocumentMenu document={document} actions={actions} image={image} />
      </Group>
    </li>
  );
}

function OpenButton({ document }: { readonly document: Document }): ReactNode {
  const t = useText();
  const { patientId } = useOpenChart();
  return (
    <Button
      component="a"
      href={contentUrl(patientId, document.documentId)}
      target="_blank"
      rel="noreferrer"
      variant="default"
      size="sm"
      aria-label={t('document.openNamed', { title: document.title })}
      leftSection={<IconExternalLink size={16} />}
    >
      {t('document.open')}
    </Button>
  );
}

function DocumentMenu(props: DocumentItemProps & { readonly image: boolean }): ReactNode {
  const t = useText();
  const { document, actions, image } = props;
  const { rights } = useOpenChart();
  if (!image && !rights.share && !rights.deleteDocuments) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('document.more', { title: document.title })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {image && (
          <Menu.Item
            leftSection={<IconEye size={16} />}
            onClick={() => actions.onPreview(document)}
          >
            {t('document.preview')}
          </Menu.Item>
        )}
        {rights.share && (
          <Menu.Item
            leftSection={<IconShare2 size={16} />}
            onClick={() => actions.onShare(document)}
          >
            {t('document.share')}
          </Menu.Item>
        )}
        {rights.deleteDocuments && (
          <Menu.Item
            color="wax"
            leftSection={<IconTrash size={16} />}
            onClick={() => actions.onDelete(document)}
          >
            {t('document.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
