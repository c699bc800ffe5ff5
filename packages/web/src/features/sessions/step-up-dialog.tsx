import { Modal, Stack, Text as Words } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from './client-context.tsx';
import { ProveIt } from './prove-it.tsx';
import { sessionOptions } from './session-query.ts';
import type { StepUp } from './step-up.ts';

/** Above every other dialog: the question comes from a call that one of them made. */
const ABOVE_DIALOGS = 400;

/**
 * Asks for a fresh proof when a sensitive action needs one.
 * Escape gives up, and the action says that it was refused. Stands before the pages in the tree: see `useEscape`.
 */
export function StepUpDialog({ stepUp }: { readonly stepUp: StepUp }): ReactNode {
  const t = useText();
  const isAsking = useSyncExternalStore(stepUp.subscribe, stepUp.isAsking);
  const giveUp = (): void => stepUp.answer(false);
  useEscape(stepUp);
  return (
    <Modal
      opened={isAsking}
      onClose={giveUp}
      title={t('stepUp.title')}
      zIndex={ABOVE_DIALOGS}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      closeOnEscape={false}
    >
      {isAsking && <Asked onProved={() => stepUp.answer(true)} />}
    </Modal>
  );
}

/** Hears the key before the dialog below does, which it would close as well: listeners of the window go by age. */
function useEscape(stepUp: StepUp): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing || !stepUp.isAsking()) return;
      event.stopImmediatePropagation();
      stepUp.answer(false);
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [stepUp]);
}

function Asked({ onProved }: { readonly onProved: () => void }): ReactNode {
  const t = useText();
  const session = useQuery(sessionOptions(useClient()));
  return (
    <Stack>
      <Words>{t('stepUp.words')}</Words>
      <Loaded query={session} skeleton={[44, 44]}>
        {(current) => <ProveIt proofs={current?.proofs ?? []} onProved={onProved} />}
      </Loaded>
    </Stack>
  );
}
