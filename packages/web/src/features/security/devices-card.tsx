import { Button, Group, Stack, Text as Words } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { type Security, endOtherSessions } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormat } from '../../ui/format.ts';
import { ItemList } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { DeviceItem } from './device-item.tsx';
import { devicePlaces } from './places.ts';
import { useSecurityChange } from './security-query.ts';

/** Where one is signed in, and from where one was before. */
export function DevicesCard({ security }: { readonly security: Security }): ReactNode {
  const t = useText();
  const places = devicePlaces(security.devices, security.sessions);
  const others = security.sessions.filter(({ isThis }) => !isThis).length;
  return (
    <Card title={t('devices.title')} icon={<IconDevices size={20} />}>
      <Stack>
        <Words size="sm">{t('devices.lead')}</Words>
        <ItemList label={t('devices.title')}>
          {places.map((place) => (
            <DeviceItem key={place.device.deviceId} place={place} />
          ))}
        </ItemList>
        {others > 0 && <EndOthers count={others} />}
        <CountriesLine asOf={security.countriesAsOf} />
      </Stack>
    </Card>
  );
}

function EndOthers({ count }: { readonly count: number }): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  const end = useSecurityChange((client, _: void) => client.call(endOtherSessions), close);
  return (
    <Group>
      <Button variant="outline" color="wax" onClick={() => setAsking(true)}>
        {t('devices.endOthers')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('devices.endOthers')}
        action={t('devices.endOthers.action')}
        busy={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate()}
        onClose={close}
      >
        {t('devices.endOthers.words', { count })}
      </ConfirmDialog>
    </Group>
  );
}

/** Whether new places are noticed at all, and by how old a list. */
function CountriesLine({ asOf }: { readonly asOf: string | null }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Words size="sm" c="dimmed">
      {asOf === null
        ? t('devices.countries.none')
        : t('devices.countries', { date: format.date(asOf) })}
    </Words>
  );
}
