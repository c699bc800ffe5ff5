import { readSession } from '@wardkeep/contract';
import { createContext, useContext } from 'react';
import { useClient } from './client-context.tsx';
import type { StepUp } from './step-up.ts';

const StepUpContext = createContext<StepUp | null>(null);

export const StepUpProvider = StepUpContext.Provider;

/** A proof that ends before the server has looked at it is worth nothing. */
const ENOUGH_MS = 20_000;

/**
 * For what a link does, which nobody can be asked for in between: `true` once there is a session with a fresh proof,
 * `false` when somebody gave up. Calls of the client ask by themselves.
 */
export function useFreshProof(): () => Promise<boolean> {
  const client = useClient();
  const stepUp = useContext(StepUpContext);
  return async () => {
    const { freshUntil } = await client.call(readSession);
    if (Date.parse(freshUntil) - Date.now() > ENOUGH_MS) return true;
    return (await stepUp?.ask()) ?? false;
  };
}
