import { Alert, Code, Stack, Text as Words } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Notice } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import classes from './notices.module.css';

/** What to type, where typing something is the way out; settings are lines of the server's environment. */
const COMMANDS: Partial<Record<Notice, string>> = {
  'same-disk': 'WARDKEEP_PASSPHRASE_FILE=/run/secrets/wardkeep-passphrase',
  'backup-root-here': 'mv ~/.config/wardkeep/backup-root*.txt /media/stick/',
  'key-store-same-disk': 'WARDKEEP_KEY_STORE_COPIES=/mnt/other-disk/wardkeep-keys',
  'rotation-overdue': 'npx wardkeep keys rotate',
  'keys-unreachable': 'npx wardkeep keys status',
  'no-escrow': 'WARDKEEP_ESCROW_DIRECTORY=/mnt/other-machine/wardkeep-log',
  'escrow-mismatch': 'npx wardkeep escrow compare --all\nnpx wardkeep audit verify',
  'audit-fault': 'npx wardkeep audit verify',
  'no-mail': 'WARDKEEP_SMTP_URL=smtp://mail.example.org\nWARDKEEP_MAIL_SENDER=wardkeep@example.org',
};

/** Somebody may be at work in the database: before all others, and louder. */
const ALARMS: readonly Notice[] = ['escrow-mismatch', 'audit-fault'];

const isAlarm = (notice: Notice): boolean => ALARMS.includes(notice);

/** What to act on, each with what to do; or that there is nothing to do. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  const t = useText();
  if (notices.length === 0) {
    return (
      <Alert color="ward" variant="light" icon={<IconCircleCheck size={20} />}>
        {t('notice.none')}
      </Alert>
    );
  }
  return (
    <Stack gap="sm" component="section" aria-label={t('notice.title')}>
      {notices
        .toSorted((a, b) => Number(isAlarm(b)) - Number(isAlarm(a)))
        .map((notice) => (
          <Alert
            key={notice}
            color={isAlarm(notice) ? 'wax' : 'honey'}
            variant="light"
            {...(isAlarm(notice) && { role: 'alert' })}
            icon={<IconAlertTriangle size={20} />}
            title={t(`notice.${notice}`)}
          >
            <Words size="sm">{t(`notice.${notice}.words`)}</Words>
            {COMMANDS[notice] && (
              <Code block translate="no" mt="xs" className={classes.command ?? ''}>
                {COMMANDS[notice]}
              </Code>
            )}
          </Alert>
        ))}
    </Stack>
  );
}
