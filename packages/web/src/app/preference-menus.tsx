import { useLingui } from '@lingui/react';
import { ActionIcon, Button, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../ui/text.ts';
import { LANGUAGES, type Language, chooseLanguage } from './language.ts';

/** Each language in its own words, for whoever can't read the present one. */
const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

export const SCHEMES = [
  { value: 'auto', text: 'scheme.auto', icon: <IconDeviceDesktop size={18} /> },
  { value: 'light', text: 'scheme.light', icon: <IconSun size={18} /> },
  { value: 'dark', text: 'scheme.dark', icon: <IconMoon size={18} /> },
] as const;

export function LanguageMenu(): ReactNode {
  const t = useText();
  const { i18n } = useLingui();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px="xs"
          leftSection={<IconLanguage size={20} />}
          aria-label={t('language.current', { code: i18n.locale.toUpperCase() })}
        >
          {i18n.locale.toUpperCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  );
}

export function LanguageItems(): ReactNode {
  const { i18n } = useLingui();
  return LANGUAGES.map((language) => (
    <Menu.Item
      key={language}
      lang={language}
      role="menuitemradio"
      aria-checked={i18n.locale === language}
      rightSection={i18n.locale === language && <IconCheck size={16} />}
      onClick={() => void chooseLanguage(language)}
    >
      {LANGUAGE_NAMES[language]}
    </Menu.Item>
  ));
}

export function SchemeMenu(): ReactNode {
  const t = useText();
  const { colorScheme } = useMantineColorScheme();
  const current = SCHEMES.find(({ value }) => value === colorScheme) ?? SCHEMES[0];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          size={36}
          aria-label={t('scheme.label')}
        >
          {current.icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <SchemeItems />
      </Menu.Dropdown>
    </Menu>
  );
}

export function SchemeItems(): ReactNode {
  const t = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return SCHEMES.map(({ value, text, icon }) => (
    <Menu.Item
      key={value}
      role="menuitemradio"
      aria-checked={colorScheme === value}
      leftSection={icon}
      rightSection={colorScheme === value && <IconCheck size={16} />}
      onClick={() => setColorScheme(value)}
    >
      {t(text)}
    </Menu.Item>
  ));
}
