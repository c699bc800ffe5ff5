import { Badge, Button, Group } from '@mantine/core';
import { IconQrcode } from '@tabler/icons-react';
import type { Share } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { CopyValue } from '../../ui/copy-field.tsx';
import { type Format, useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './shares-page.module.css';

interface ShareItemProps {
  readonly share: Share;
  readonly onShow: (share: Share) => void;
  readonly onRevoke: (share: Share) => void;
}

export function ShareItem({ share, onShow, onRevoke }: ShareItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const active = share.state === 'active';
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <div className={classes.label}>
          {share.label}
          <Badge color={active ? 'ward' : 'gray'} variant="light">
            {t(`share.state.${share.state}`)}
          </Badge>
        </div>
        <p className={classes.facts}>{contents(t, format, share)}</p>
        <p className={classes.facts}>
          {active && `${expiry(t, format, share, now)} · `}
          {opened(t, share)}
        </p>
      </div>
      {active && (
        <Group gap="xs">
          <CopyValue value={share.link} />
          <Button
            variant="default"
            leftSection={<IconQrcode size={18} />}
            onClick={() => onShow(share)}
          >
            {t('shares.showQr')}
          </Button>
          <Button variant="subtle" color="wax" onClick={() => onRevoke(share)}>
            {t('shares.revoke')}
          </Button>
        </Group>
      )}
    </li>
  );
}

function contents(t: Text, format: Format, share: Share): string {
  return format.list([
    ...(share.recordCount > 0 ? [t('share.records', { count: share.recordCount })] : []),
    ...(share.documentCount > 0 ? [t('share.documents', { count: share.documentCount })] : []),
  ]);
}

function expiry(t: Text, format: Format, { expiresAt }: Share, now: Date): string {
  const relative = format.relative(expiresAt, now);
  return t('share.until', { relative, absolute: format.dateTime(expiresAt) });
}

function opened(t: Text, { opened: count, opensMost }: Share): string {
  return opensMost === null
    ? t('share.opened', { count })
    : t('share.openedOf', { count, most: opensMost });
}
