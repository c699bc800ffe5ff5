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
  'no-mail': 'WARDKEEP_SMTP_URL=smtp://mail.example.org\nWARDKEEP_MAIL_SENDER=wardkeep@example.org',
};

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
      {notices.map((notice) => (
        <Alert
          key={notice}
          color="honey"
          variant="light"
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
