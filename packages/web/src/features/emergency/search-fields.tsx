import { Group, Radio, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import type { Fault, SearchForm } from './search-form-rules.ts';

interface SearchFieldsProps {
  readonly form: SearchForm;
  readonly faults: readonly Fault[];
  readonly today: string;
  readonly onChange: (form: SearchForm) => void;
}

/** Exactly one person, or nobody: there is no list to look through. */
export function SearchFields(props: SearchFieldsProps): ReactNode {
  const t = useText();
  const { form, onChange } = props;
  return (
    <Stack>
      <Radio.Group
        label={t('emergency.by')}
        size="md"
        value={form.by}
        onChange={(by) =>
          onChange({ ...form, by: by === 'identifier' ? by : 'name-and-birth-date' })
        }
      >
        <Group mt="xs" gap="lg">
          <Radio value="name-and-birth-date" label={t('emergency.by.name')} />
          <Radio value="identifier" label={t('emergency.by.identifier')} />
        </Group>
      </Radio.Group>
      {form.by === 'identifier' ? <IdentifierField {...props} /> : <NameFields {...props} />}
    </Stack>
  );
}

function IdentifierField({ form, faults, onChange }: SearchFieldsProps): ReactNode {
  const t = useText();
  return (
    <TextInput
      label={t('emergency.identifier')}
      description={t('emergency.identifier.hint')}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={form.value}
      error={faults.includes('value') && t('emergency.identifier.missing')}
      onChange={(event) => onChange({ ...form, value: event.currentTarget.value })}
    />
  );
}

function NameFields({ form, faults, today, onChange }: SearchFieldsProps): ReactNode {
  const t = useText();
  return (
    <Stack>
      <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
        <TextInput
          miw="14rem"
          label={t('emergency.given')}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={form.given}
          error={faults.includes('given') && t('emergency.given.missing')}
          onChange={(event) => onChange({ ...form, given: event.currentTarget.value })}
        />
        <TextInput
          miw="14rem"
          label={t('emergency.family')}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={form.family}
          error={faults.includes('family') && t('emergency.family.missing')}
          onChange={(event) => onChange({ ...form, family: event.currentTarget.value })}
        />
      </Group>
      <TextInput
        type="date"
        maw="16rem"
        label={t('emergency.birthDate')}
        autoComplete="off"
        max={today}
        value={form.birthDate}
        error={faults.includes('birthDate') && t('emergency.birthDate.missing')}
        onChange={(event) => onChange({ ...form, birthDate: event.currentTarget.value })}
      />
    </Stack>
  );
}
