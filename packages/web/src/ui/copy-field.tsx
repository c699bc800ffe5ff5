import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from './text.ts';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
}

/** A value to be carried elsewhere: selectable, and one button that copies it and says so. */
export function CopyField({ label, value }: CopyFieldProps): ReactNode {
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        label={label}
        value={value}
        readOnly
        flex={1}
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <CopyValue value={value} size="md" />
    </Group>
  );
}

interface CopyValueProps {
  readonly value: string;
  readonly size?: 'sm' | 'md';
}

export function CopyValue({ value, size = 'sm' }: CopyValueProps): ReactNode {
  const t = useText();
  return (
    <CopyButton value={value} timeout={2500}>
      {({ copied, copy }) => (
        <Button
          size={size}
          variant={copied ? 'light' : 'default'}
          onClick={copy}
          leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        >
          <span aria-live="polite">{copied ? t('app.copied') : t('app.copy')}</span>
        </Button>
      )}
    </CopyButton>
  );
}
