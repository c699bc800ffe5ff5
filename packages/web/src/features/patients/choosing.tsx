import { type ReactNode, createContext, useContext, useMemo, useState } from 'react';
import { EMPTY_SELECTION, type ShareSelection } from '../sharing/index.ts';

/** Ticking entries of the chart in order to share them. */
export interface Choosing {
  readonly active: boolean;
  readonly setActive: (active: boolean) => void;
  readonly selection: ShareSelection;
  readonly setSelection: (selection: ShareSelection) => void;
}

const ChoosingContext = createContext<Choosing>({
  active: false,
  setActive: () => {},
  selection: EMPTY_SELECTION,
  setSelection: () => {},
});

export const useChoosing = (): Choosing => useContext(ChoosingContext);

interface ChoosingProviderProps {
  readonly active: boolean;
  readonly onActive: (active: boolean) => void;
  readonly children: ReactNode;
}

export function ChoosingProvider({ active, onActive, children }: ChoosingProviderProps): ReactNode {
  const [selection, setSelection] = useState(EMPTY_SELECTION);
  const value = useMemo(
    () => ({
      active,
      setActive: (next: boolean) => {
        setSelection(EMPTY_SELECTION);
        onActive(next);
      },
      selection,
      setSelection,
    }),
    [active, onActive, selection],
  );
  return <ChoosingContext value={value}>{children}</ChoosingContext>;
}
