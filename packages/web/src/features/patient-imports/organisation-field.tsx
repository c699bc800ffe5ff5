import { TextInput } from '@mantine/core';
import { IconBuildingHospital } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import { organisationIn } from './organisation-id.ts';

interface OrganisationFieldProps {
  readonly organisationId: string | undefined;
  readonly isLocked: boolean;
  readonly onChange: (organisationId: string | undefined) => void;
}

/** For whom: the number is in the link that an administrator hands on. Whether one works there, the server decides. */
export function OrganisationField(props: OrganisationFieldProps): ReactNode {
  const t = useText();
  const { organisationId, isLocked, onChange } = props;
  const [typed, setTyped] = useState(organisationId ?? '');
  const isWrong = typed.trim() !== '' && organisationIn(typed) === undefined;
  return (
    <Card title={t('bring.organisation')} icon={<IconBuildingHospital size={20} />}>
      <TextInput
        label={t('bring.organisation.label')}
        description={t('bring.organisation.hint')}
        autoComplete="off"
        spellCheck={false}
        readOnly={isLocked}
        value={typed}
        error={isWrong && t('bring.organisation.wrong')}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          onChange(organisationIn(value));
        }}
      />
    </Card>
  );
}
