import { ACTIONS, OPERATOR_ACTIONS } from '@wardkeep/contract';
import { useMemo } from 'react';
import { useText } from '../../ui/text.ts';
import { useEventWords } from './event-words.ts';

/** Groups that are worth searching for as a whole. */
const GROUPS = [
  'session',
  'account',
  'chart',
  'record',
  'document',
  'share',
  'consent',
  'emergency',
  'erasure',
  'export',
  'audit',
  'keys',
] as const;

/** Every action there is, in words: whole groups first. */
export function useActionChoices() {
  const t = useText();
  const words = useEventWords();
  return useMemo(() => {
    const byLabel = (a: { readonly label: string }, b: { readonly label: string }): number =>
      a.label.localeCompare(b.label);
    const bySystem = (action: string): string =>
      words({
        action,
        outcome: 'success',
        isAltered: false,
        actor: { kind: 'service', role: null, person: null },
      });
    return [
      {
        group: t('search.action.groups'),
        items: GROUPS.map((name) => ({ value: `${name}.`, label: t(`search.group.${name}`) })),
      },
      {
        group: t('search.action'),
        items: ACTIONS.map((value) => ({ value, label: t(`may.${value}`) })).toSorted(byLabel),
      },
      {
        group: t('search.action.server'),
        items: OPERATOR_ACTIONS.map((value) => ({ value, label: bySystem(value) })),
      },
    ];
  }, [t, words]);
}
