/** Calls that wait for a fresh proof, and the dialog that asks for it. */
export interface StepUp {
  /** Resolves once somebody proved (`true`) or gave up (`false`). While one question is open, all wait for it. */
  readonly ask: () => Promise<boolean>;
  readonly answer: (proved: boolean) => void;
  /** For `useSyncExternalStore`. */
  readonly subscribe: (heard: () => void) => () => void;
  readonly isAsking: () => boolean;
}

export function createStepUp(): StepUp {
  let open: {
    readonly promise: Promise<boolean>;
    readonly resolve: (proved: boolean) => void;
  } | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((heard) => heard());
  return {
    ask: () => {
      if (!open) {
        open = Promise.withResolvers<boolean>();
        tell();
      }
      return open.promise;
    },
    answer: (proved) => {
      const asked = open;
      open = null;
      asked?.resolve(proved);
      tell();
    },
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    isAsking: () => open !== null,
  };
}
