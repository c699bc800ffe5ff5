import { Select } from '@mantine/core';
import { IconBuildingHospital } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import type { OwnOrganisations } from './own-organisations-query.ts';

interface OrganisationFieldProps {
  readonly organisations: OwnOrganisations;
  readonly organisationId: string | undefined;
  readonly isLocked: boolean;
  readonly onChange: (organisationId: string | undefined) => void;
}

/** For whom: one of those that one works for. */
export function OrganisationField(props: OrganisationFieldProps): ReactNode {
  const t = useText();
  const { organisations, organisationId, isLocked, onChange } = props;
  return (
    <Card title={t('bring.organisation')} icon={<IconBuildingHospital size={20} />}>
      {organisations.length === 0 ? (
        <span>{t('bring.organisation.none')}</span>
      ) : (
        <Select
          size="md"
          label={t('bring.organisation.label')}
          placeholder={t('bring.organisation.choose')}
          allowDeselect={false}
          disabled={isLocked}
          data={organisations.map((each) => ({ value: each.organisationId, label: each.name }))}
          value={organisationId ?? null}
          onChange={(chosen) => onChange(chosen ?? undefined)}
        />
      )}
    </Card>
  );
}
