import {
  Button,
  Group,
  NumberInput,
  Radio,
  SimpleGrid,
  Stack,
  Text as Words,
  TextInput,
} from '@mantine/core';
import { SHARE_HOURS_DEFAULT, type Share } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import classes from './share-form.module.css';
import { type ShareSelection, selectionSize } from './share-selection.ts';
import { useCreateShare } from './use-shares.ts';

interface ShareFormProps {
  readonly selection: ShareSelection;
  readonly onShared: (share: Share) => void;
  readonly onCancel: () => void;
}

const DURATIONS = [
  { hours: '1', text: 'share.hours.1' },
  { hours: '24', text: 'share.hours.24' },
  { hours: '72', text: 'share.hours.72' },
  { hours: '168', text: 'share.hours.168' },
] as const;

export function ShareForm({ selection, onShared, onCancel }: ShareFormProps): ReactNode {
  const t = useText();
  const [label, setLabel] = useState('');
  const [hours, setHours] = useState(String(SHARE_HOURS_DEFAULT));
  const [opensMost, setOpensMost] = useState<string | number>('');
  const create = useCreateShare(onShared);
  const send = (): void =>
    create.mutate({
      label: label.trim() === '' ? t('share.label.default') : label.trim(),
      records: [...selection.records],
      documents: [...selection.documents],
      expiresInHours: Number(hours),
      opensMost: typeof opensMost === 'number' ? opensMost : null,
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <Words>{t('share.new.lead', { count: selectionSize(selection) })}</Words>
        <ProblemAlert error={create.error} />
        <TextInput
          label={t('share.label')}
          description={t('share.label.hint')}
          placeholder={t('share.label.default')}
          maxLength={120}
          data-autofocus
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Durations value={hours} onChange={setHours} />
        <NumberInput
          label={t('share.most')}
          description={t('share.most.hint')}
          min={1}
          max={1000}
          allowDecimal={false}
          clampBehavior="strict"
          value={opensMost}
          onChange={setOpensMost}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('share.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface DurationsProps {
  readonly value: string;
  readonly onChange: (hours: string) => void;
}

function Durations({ value, onChange }: DurationsProps): ReactNode {
  const t = useText();
  return (
    <Radio.Group label={t('share.hours')} value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="xs" mt={6}>
        {DURATIONS.map(({ hours, text }) => (
          <Radio.Card key={hours} value={hours} className={classes.duration ?? ''}>
            <Radio.Indicator />
            <span>{t(text)}</span>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
