import { Radio, Stack } from '@mantine/core';
import { EMERGENCY_REASONS } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { WordsField } from '../../ui/words-field.tsx';
import type { Fault, SearchForm } from './search-form-rules.ts';

interface ReasonFieldsProps {
  readonly form: SearchForm;
  readonly faults: readonly Fault[];
  readonly onChange: (form: SearchForm) => void;
}

/** What the patient and the reviewer will read. */
export function ReasonFields({ form, faults, onChange }: ReasonFieldsProps): ReactNode {
  const t = useText();
  const choose = (value: string): void => {
    const reason = EMERGENCY_REASONS.find((one) => one === value) ?? null;
    onChange({ ...form, reason });
  };
  return (
    <Stack>
      <Radio.Group
        label={t('emergency.reason')}
        size="md"
        value={form.reason}
        error={faults.includes('reason') && t('emergency.reason.missing')}
        onChange={choose}
      >
        <Stack mt="xs" gap="xs">
          {EMERGENCY_REASONS.map((reason) => (
            <Radio key={reason} value={reason} label={t(`emergency.reason.${reason}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <WordsField
        label={t('emergency.words')}
        hint={t('emergency.words.hint')}
        value={form.words}
        isAsked={faults.includes('words')}
        onChange={(words) => onChange({ ...form, words })}
      />
    </Stack>
  );
}
