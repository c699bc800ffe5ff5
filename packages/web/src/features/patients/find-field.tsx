import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../../ui/text.ts';
import classes from './chart-view.module.css';

interface FindFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter: looks further than what is on the page. */
  readonly onSend: () => void;
}

/** Looks for something in the chart; the key `/` leads here from anywhere on the page. */
export function FindField({ value, onChange, onSend }: FindFieldProps): ReactNode {
  const t = useText();
  const place = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      place.current?.focus();
      place.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  return (
    <form
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the tag is not known to all browsers that we support
      role="search"
      className={classes.find}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <TextInput
        ref={place}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={t('find.label')}
        aria-keyshortcuts="/"
        placeholder={t('find.label')}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        rightSection={
          value === '' ? (
            <Kbd className={classes.key} visibleFrom="sm" aria-hidden="true">
              /
            </Kbd>
          ) : (
            <CloseButton
              aria-label={t('find.clear')}
              onClick={() => {
                onChange('');
                place.current?.focus();
              }}
            />
          )
        }
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
    </form>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}
