import { useLingui } from '@lingui/react';
import {
  ActionIcon,
  Button,
  Menu,
  isMantineColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../ui/text.ts';
import { LANGUAGES, type Language, chooseLanguage, isLanguage } from './language.ts';

/** Each language in its own words, for whoever can't read the present one. */
const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const SCHEMES = [
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
  const t = useText();
  const { i18n } = useLingui();
  return (
    <Menu.RadioGroup
      aria-label={t('language.label')}
      value={i18n.locale}
      onChange={(chosen) => isLanguage(chosen) && void chooseLanguage(chosen)}
    >
      {LANGUAGES.map((language) => (
        <Menu.RadioItem key={language} value={language} lang={language}>
          {LANGUAGE_NAMES[language]}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
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
  return (
    <Menu.RadioGroup
      aria-label={t('scheme.label')}
      value={colorScheme}
      onChange={(chosen) => isMantineColorScheme(chosen) && setColorScheme(chosen)}
    >
      {SCHEMES.map(({ value, text }) => (
        <Menu.RadioItem key={value} value={value}>
          {t(text)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
