import { Avatar, Menu, Text as Words, UnstyledButton } from '@mantine/core';
import { IconLogout, IconShieldLock, IconUser, IconUserCog } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Account, useSignOut } from '../features/sessions/index.ts';
import { useText } from '../ui/text.ts';
import { LanguageItems, SchemeItems } from './preference-menus.tsx';

export function AccountMenu({ account }: { readonly account: Account }): ReactNode {
  const t = useText();
  const navigate = useNavigate();
  const signOut = useSignOut(() => void navigate({ to: '/' }));
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton aria-label={t('menu.label', { name: account.displayName })}>
          <Avatar color="ward" variant="filled" radius="xl" size={38}>
            <IconUser size={20} />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Words fw={600} c="var(--mantine-color-text)">
            {account.displayName}
          </Words>
          {account.email}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserCog size={18} />}
          onClick={() => void navigate({ to: '/account' })}
        >
          {t('menu.account')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconShieldLock size={18} />}
          onClick={() => void navigate({ to: '/account/security' })}
        >
          {t('security.title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('language.label')}</Menu.Label>
        <LanguageItems />
        <Menu.Label>{t('scheme.label')}</Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => signOut.mutate()}>
          {t('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
