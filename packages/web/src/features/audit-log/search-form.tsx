import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import { useActionChoices } from './action-choices.ts';
import { type EventSearch, eventSearch } from './event-search.ts';
import { PersonField } from './person-field.tsx';

interface SearchFormProps {
  readonly search: EventSearch;
  /** Of who is in what was found, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly onSearch: (search: EventSearch) => void;
}

const OUTCOMES = ['success', 'refused', 'failed'] as const;

/** Mounted anew when the search changes from outside. */
export function SearchForm({ search, names, onSearch }: SearchFormProps): ReactNode {
  const t = useText();
  const [draft, setDraft] = useState<Draft>({ ...search });
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(eventSearch(draft));
        }}
      >
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} spacing="md">
          <Fields
            draft={draft}
            names={names}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          />
        </SimpleGrid>
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={() => onSearch({})}>
            {t('search.reset')}
          </Button>
          <Button type="submit" leftSection={<IconSearch size={18} />}>
            {t('search.action.send')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}

type Draft = Partial<Record<keyof EventSearch, string | undefined>>;

interface FieldsProps {
  readonly draft: Draft;
  readonly names: ReadonlyMap<string, string>;
  readonly onChange: (change: Draft) => void;
}

function Fields({ draft, names, onChange }: FieldsProps): ReactNode {
  const t = useText();
  const actions = useActionChoices();
  return (
    <>
      <PersonField
        label={t('search.actor')}
        value={draft.actor}
        names={names}
        onChange={(actor) => onChange({ actor })}
      />
      <PersonField
        label={t('search.patient')}
        ofRole="patient"
        value={draft.patient}
        names={names}
        onChange={(patient) => onChange({ patient })}
      />
      <Select
        size="md"
        searchable
        clearable
        label={t('search.action')}
        placeholder={t('search.action.any')}
        nothingFoundMessage={t('search.action.none')}
        clearButtonProps={{ 'aria-label': t('search.clear') }}
        data={actions}
        value={draft.action ?? null}
        onChange={(action) => onChange({ action: action ?? undefined })}
      />
      <Select
        size="md"
        clearable
        label={t('search.outcome')}
        placeholder={t('search.outcome.any')}
        clearButtonProps={{ 'aria-label': t('search.clear') }}
        data={OUTCOMES.map((value) => ({ value, label: t(`search.outcome.${value}`) }))}
        value={draft.outcome ?? null}
        onChange={(outcome) => onChange({ outcome: outcome ?? undefined })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        <Day label={t('search.from')} value={draft.from} onChange={(from) => onChange({ from })} />
        <Day
          label={t('search.until')}
          value={draft.until}
          onChange={(until) => onChange({ until })}
        />
      </SimpleGrid>
      <TextInput
        label={t('search.address')}
        placeholder="192.0.2.1"
        value={draft.address ?? ''}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
    </>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string) => void;
}

function Day({ label, value, onChange }: DayProps): ReactNode {
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
