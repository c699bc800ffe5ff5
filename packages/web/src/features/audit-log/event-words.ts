import type { FoundEvent } from '@wardkeep/contract';
import { useCallback } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { accessSentence } from '../access-log/index.ts';
import { useRecordWords } from '../records/index.ts';
import { useKnownNames } from './person-names.ts';

type Event = Pick<FoundEvent, 'action' | 'outcome' | 'actor' | 'isAltered'>;

/** An event as a sentence for security officers, who are told of no records. */
export function useEventWords(): (event: Event) => string {
  const t = useText();
  const format = useFormat();
  const words = useRecordWords();
  const known = useKnownNames();
  return useCallback(
    ({ action, outcome, isAltered, actor: { kind, role, person } }) => {
      const id = person?.personId ?? null;
      const displayName = person?.displayName ?? known.get(id ?? '') ?? null;
      const actor = { kind, role, id, displayName };
      const told = { action, outcome, actor, resources: [], resourceCount: 0, isAltered };
      const parts = { t, format, words, shareLabel: () => undefined, isOfficer: true };
      return accessSentence(told, parts);
    },
    [t, format, words, known],
  );
}
