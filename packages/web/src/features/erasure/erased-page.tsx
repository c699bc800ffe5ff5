import { Button, Code, Group, Loader, Stack, Text as Words, VisuallyHidden } from '@mantine/core';
import { IconCertificate, IconDownload } from '@tabler/icons-react';
import type { ErasureCertificate } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { saveText } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import { LinkIncomplete } from '../accounts/index.ts';
import classes from './erased-page.module.css';
import { useCertificate } from './use-erasure.ts';

interface ErasedPageProps {
  /** The part of the link after `#`; empty when it was cut off. */
  readonly token: string;
}

/** For somebody who has no account any more: what happened, and the paper that says so. */
export function ErasedPage({ token }: ErasedPageProps): ReactNode {
  const t = useText();
  const query = useCertificate(token);
  const certificate = query.data?.certificate ?? null;
  const running = token !== '' && certificate === null;
  const title = t(running ? 'erased.running' : 'erased.title');
  return (
    <Page
      title={title}
      lead={t(running ? 'erased.running.lead' : 'erased.title.lead')}
      width="narrow"
    >
      {token === '' ? (
        <LinkIncomplete>{t('erased.incomplete')}</LinkIncomplete>
      ) : (
        <Stack gap="lg">
          <VisuallyHidden component="output">{title}</VisuallyHidden>
          <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
          {certificate === null ? (
            !query.isError && <Running />
          ) : (
            <Certificate certificate={certificate} />
          )}
          <Card title={t('erased.link')}>
            <Stack gap="sm">
              <Words size="sm">{t('erased.link.words')}</Words>
              <CopyField
                label={t('erased.link.label')}
                value={`${window.location.origin}/erased#${token}`}
              />
            </Stack>
          </Card>
        </Stack>
      )}
    </Page>
  );
}

function Running(): ReactNode {
  const t = useText();
  return (
    <Card>
      <Group gap="md" wrap="nowrap">
        <Loader size="sm" aria-hidden="true" />
        <span>{t('erased.running.words')}</span>
      </Group>
    </Card>
  );
}

function Certificate({ certificate }: { readonly certificate: ErasureCertificate }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { certificateId, createdAt, note } = certificate;
  return (
    <Card title={t('erased.certificate')} icon={<IconCertificate size={20} />}>
      <Stack gap="sm">
        <Words size="sm">
          {t('erased.certificate.words', { date: format.dateTime(createdAt) })}
        </Words>
        <Code
          block
          translate="no"
          className={classes.note ?? ''}
          tabIndex={0}
          role="region"
          aria-label={t('erased.certificate')}
        >
          {note}
        </Code>
        <Group>
          <Button
            leftSection={<IconDownload size={18} />}
            onClick={() => saveText(`wardkeep-erasure-${certificateId}.txt`, note)}
          >
            {t('erased.download')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
