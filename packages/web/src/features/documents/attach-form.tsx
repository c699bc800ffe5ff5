import { Button, Group, Progress, Stack, Text as Words, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { titleFor } from './document-title.ts';
import { useAttach } from './use-attach.ts';

interface AttachFormProps {
  readonly file: File;
  readonly onClose: () => void;
}

export function AttachForm({ file, onClose }: AttachFormProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const [title, setTitle] = useState(() => titleFor(file.name));
  const { sent, mutation } = useAttach(onClose);
  const empty = title.trim() === '';
  return (
    <Card title={t('documents.attach')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty) mutation.mutate({ file, title: title.trim() });
        }}
      >
        <Stack>
          <ProblemAlert error={mutation.error} title={t('documents.attach.failed')} />
          <TextInput
            label={t('document.title')}
            description={`${file.name} · ${format.bytes(file.size)}`}
            maxLength={300}
            required
            data-autofocus
            value={title}
            error={empty && t('document.title.missing')}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {mutation.isPending && <Sending sent={sent} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={mutation.isPending}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" loading={mutation.isPending}>
              {t('documents.attach.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Sending({ sent }: { readonly sent: number }): ReactNode {
  const t = useText();
  return (
    <div>
      <Progress value={sent * 100} animated aria-label={t('import.progress')} />
      <Words size="sm" c="dimmed" mt={4} component="output" display="block">
        {sent < 1
          ? t('documents.sending', { percent: Math.round(sent * 100) })
          : t('documents.sealing')}
      </Words>
    </div>
  );
}
