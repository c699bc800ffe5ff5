import { Badge, Button } from '@mantine/core';
import { useLingui } from '@lingui/react';
import {
  type ListedDevice,
  type ListedSession,
  endSession,
  forgetDevice,
  renameDevice,
} from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { type DevicePlace, countryName } from './places.ts';
import { RenameAction } from './rename-action.tsx';
import { useSecurityChange } from './security-query.ts';

export function DeviceItem({ place }: { readonly place: DevicePlace }): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const { device, sessions } = place;
  const seen = format.relative(device.lastSeenAt, now);
  return (
    <li>
      <Item
        name={device.name}
        badges={<DeviceBadge device={device} signedIn={sessions.length > 0} />}
        facts={[
          sessions.length === 0 && t('devices.seen', { seen }),
          t('devices.first', { date: format.date(device.firstSeenAt) }),
        ]}
        actions={
          <>
            <RenameAction
              title={t('devices.rename')}
              current={device.name}
              rename={(client, name) =>
                client.call(renameDevice, { params: { deviceId: device.deviceId }, body: { name } })
              }
            />
            {!device.isThis && <ForgetDevice device={device} />}
          </>
        }
      />
      {sessions.length > 0 && (
        <ItemList nested label={t('devices.sessions', { device: device.name })}>
          {sessions.map((session) => (
            <SessionItem key={session.sessionId} session={session} />
          ))}
        </ItemList>
      )}
    </li>
  );
}

function ForgetDevice({ device }: { readonly device: ListedDevice }): ReactNode {
  const t = useText();
  const { deviceId, name } = device;
  const forget = useSecurityChange((client, _: void) =>
    client.call(forgetDevice, { params: { deviceId } }),
  );
  return (
    <ConfirmButton
      button={t('devices.forget')}
      label={t('devices.forget.label', { name })}
      title={t('devices.forget.title')}
      action={t('devices.forget.action')}
      change={forget}
    >
      {t('devices.forget.words', { name })}
    </ConfirmButton>
  );
}

interface DeviceBadgeProps {
  readonly device: ListedDevice;
  readonly signedIn: boolean;
}

function DeviceBadge({ device, signedIn }: DeviceBadgeProps): ReactNode {
  const t = useText();
  if (device.isThis) return <Badge variant="light">{t('devices.this')}</Badge>;
  return (
    <Badge variant="light" color={signedIn ? 'honey' : 'gray'}>
      {t(signedIn ? 'devices.signedIn' : 'devices.signedOut')}
    </Badge>
  );
}

function SessionItem({ session }: { readonly session: ListedSession }): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const { i18n } = useLingui();
  const end = useSecurityChange((client, sessionId: string) =>
    client.call(endSession, { params: { sessionId } }),
  );
  const place =
    session.country === null
      ? t('devices.place.unknown')
      : countryName(i18n.locale, session.country);
  const methods = format.list(session.methods.map((method) => t(`proof.${method}`)));
  const since = format.dateTime(session.startedAt);
  const seen = format.relative(session.lastSeenAt, now);
  return (
    <li>
      <Item
        name={session.address === null ? place : `${place} · ${session.address}`}
        facts={[
          t('devices.since', { since, methods }),
          !session.isThis && t('devices.sessionSeen', { seen }),
        ]}
        actions={
          !session.isThis && (
            <Button
              variant="default"
              size="sm"
              aria-label={t('devices.end.label', { device: session.device })}
              loading={end.isPending}
              onClick={() => end.mutate(session.sessionId)}
            >
              {t('devices.end')}
            </Button>
          )
        }
      />
      <ProblemAlert error={end.error} />
    </li>
  );
}
