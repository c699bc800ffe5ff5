import { type ComboboxItem, Select, Stack, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ROLES, Role, readAccessTable } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';
import classes from './access-table-page.module.css';
import { RoleLists } from './role-lists.tsx';
import { type AccessRow, rowsMatching } from './table-rules.ts';
import { useTableWords } from './table-words.ts';
import { WayWords } from './way-words.tsx';
import { WholeTable } from './whole-table.tsx';

/** Who may do what, as the gate decides it: all roles side by side, or one by itself. */
export function AccessTablePage(): ReactNode {
  const t = useText();
  const client = useClient();
  const query = useQuery({
    queryKey: ['access-table'],
    queryFn: ({ signal }) => client.call(readAccessTable, { signal }),
  });
  return (
    <Page title={t('table.title')} lead={t('table.lead')}>
      <Loaded query={query} skeleton={[80, 480]}>
        {({ rows }) => <Chosen rows={rows} />}
      </Loaded>
    </Page>
  );
}

/** Where seven columns have no room, one role is shown at a time. */
const NARROW = '(max-width: 62em)';

function Chosen({ rows }: { readonly rows: readonly AccessRow[] }): ReactNode {
  const t = useText();
  const words = useTableWords();
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [wanted, setWanted] = useState('');
  const [chosen, choose] = useState<Role | null>(null);
  const role = chosen ?? (isNarrow ? 'patient' : null);
  const found = rowsMatching(rows, wanted, words.action);
  const roles: ComboboxItem[] = ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }));
  return (
    <Stack gap="lg">
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={t('table.search')}
          leftSection={<IconSearch size={18} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Select
          size="md"
          label={t('table.role')}
          allowDeselect={false}
          data={isNarrow ? roles : [{ value: '', label: t('table.role.all') }, ...roles]}
          value={role ?? ''}
          onChange={(value) => choose(value === '' ? null : Role.parse(value))}
        />
      </div>
      <WayWords />
      {found.length === 0 && <p role="status">{t('table.none')}</p>}
      {role === null ? <WholeTable rows={found} /> : <RoleLists rows={found} role={role} />}
    </Stack>
  );
}
