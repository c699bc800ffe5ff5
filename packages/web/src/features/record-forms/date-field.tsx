import { Group, Input, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { type Precision, lessExact, precisionOf } from './moments.ts';
import classes from './record-form.module.css';

interface DateFieldProps {
  readonly label: string;
  /** A FHIR date. */
  readonly value: string;
  readonly isNeeded: boolean;
  readonly error: ReactNode;
  readonly onChange: (value: string) => void;
}

const TYPES = { day: 'date', month: 'month', year: 'number' } as const;
const HINTS = { day: undefined, month: 'YYYY-MM', year: 'YYYY' } as const;

/** A day, or a month or a year where nobody knows more. */
export function DateField({ label, value, isNeeded, error, onChange }: DateFieldProps): ReactNode {
  const t = useText();
  const id = useId();
  const [precision, setPrecision] = useState(() => precisionOf(value));
  const choose = (next: Precision): void => {
    setPrecision(next);
    onChange(lessExact(value, next));
  };
  return (
    <Input.Wrapper label={label} id={id} size="md" error={error} withAsterisk={isNeeded}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <TextInput
          id={id}
          flex={1}
          key={precision}
          type={TYPES[precision]}
          placeholder={HINTS[precision]}
          min={precision === 'year' ? 1800 : undefined}
          max={precision === 'year' ? 2200 : undefined}
          value={precision === 'day' ? value.slice(0, 10) : value}
          error={Boolean(error)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <NativeSelect
          size="md"
          className={classes.precision ?? ''}
          aria-label={t('form.precision', { field: label })}
          value={precision}
          data={(['day', 'month', 'year'] as const).map((one) => ({
            value: one,
            label: t(`form.precision.${one}`),
          }))}
          onChange={(event) => {
            const next = (['day', 'month', 'year'] as const).find(
              (one) => one === event.currentTarget.value,
            );
            if (next) choose(next);
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
