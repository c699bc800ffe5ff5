import { Stack } from '@mantine/core';
import { IconBuildingHospital } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { CreateCard } from './create-card.tsx';
import { OrganisationCard } from './organisation-card.tsx';
import { useOrganisations } from './organisation-query.ts';

/** Where staff work: a patient who consents to a care team consents to people of one of these. */
export function OrganisationsPage(): ReactNode {
  const t = useText();
  const query = useOrganisations();
  return (
    <Page title={t('organisations.title')} lead={t('organisations.lead')}>
      <Stack gap="lg">
        <Loaded query={query}>
          {({ organisations }) =>
            organisations.length === 0 ? (
              <Empty icon={<IconBuildingHospital size={28} />} title={t('organisations.empty')}>
                {t('organisations.empty.words')}
              </Empty>
            ) : (
              organisations.map((organisation) => (
                <OrganisationCard key={organisation.organisationId} organisation={organisation} />
              ))
            )
          }
        </Loaded>
        <CreateCard />
      </Stack>
    </Page>
  );
}
