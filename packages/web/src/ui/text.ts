import { useLingui } from '@lingui/react';
import { useCallback } from 'react';
import type { MessageKey } from '../app/messages/en.ts';

export type { MessageKey };
export type MessageValues = Readonly<Record<string, string | number>>;
/** Looks a sentence up in the catalogue of the language in use. */
export type Text = (key: MessageKey, values?: MessageValues) => string;

export function useText(): Text {
  const { i18n } = useLingui();
  return useCallback((key, values) => i18n._(key, values ? { ...values } : undefined), [i18n]);
}

/** For words that come from records: the catalogue's `prefix.name`, or nothing when it has none. */
export type Glossary = (
  prefix: 'code' | 'field' | 'kind',
  name: string,
  count?: number,
) => string | undefined;

export function useGlossary(): Glossary {
  const { i18n } = useLingui();
  return useCallback(
    (prefix, name, count) => {
      const key = `${prefix}.${name}`;
      return Object.hasOwn(i18n.messages, key) ? i18n._(key, { count: count ?? 1 }) : undefined;
    },
    [i18n],
  );
}
