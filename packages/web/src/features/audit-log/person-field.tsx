import { Select } from '@mantine/core';
import type { Role } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { useAccounts } from '../system/index.ts';
import { isPerson } from './event-search.ts';

interface PersonFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  /** Names that the page knows already, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Only accounts of this role. */
  readonly ofRole?: Role;
  readonly onChange: (personId: string | undefined) => void;
}

/** Somebody with an account, by name or address; or anybody, by their id. */
export function PersonField({
  label,
  value,
  names,
  ofRole,
  onChange,
}: PersonFieldProps): ReactNode {
  const t = useText();
  const [typed, type] = useState('');
  const [asked, ask] = useState(false);
  const accounts = useAccounts({ enabled: asked }).data?.accounts ?? [];
  const choices = accounts
    .filter((account) => ofRole === undefined || account.role === ofRole)
    .map((account) => ({
      value: account.personId as string, // an id of the list's own type
      label: `${account.displayName} (${t(`role.${account.role}`)}, ${account.email})`,
    }));
  const known = new Set(choices.map((choice) => choice.value));
  // Who has no account here, such as a child or who was erased, is found by their id.
  const others = [value ?? '', typed.trim().toLowerCase()]
    .filter((id, place, all) => isPerson(id) && !known.has(id) && all.indexOf(id) === place)
    .map((id) => ({ value: id, label: names.get(id) ?? id }));
  return (
    <Select
      size="md"
      searchable
      clearable
      label={label}
      placeholder={t('search.person.search')}
      nothingFoundMessage={t('search.person.none')}
      clearButtonProps={{ 'aria-label': t('search.clear') }}
      data={[...choices, ...others]}
      value={value ?? null}
      onFocus={() => ask(true)}
      onSearchChange={type}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}
