import { useMemo } from 'react';
import { useText } from '../../ui/text.ts';
import { type AccessRow, isAction, isWay } from './table-rules.ts';

export interface TableWords {
  readonly action: (row: Pick<AccessRow, 'action'>) => string;
  readonly way: (way: string) => string;
}

/** What a newer server names is shown by its own name. */
export function useTableWords(): TableWords {
  const t = useText();
  return useMemo(
    () => ({
      action: ({ action }) => (isAction(action) ? t(`may.${action}`) : action),
      way: (way) => (isWay(way) ? t(`way.${way}`) : way),
    }),
    [t],
  );
}
