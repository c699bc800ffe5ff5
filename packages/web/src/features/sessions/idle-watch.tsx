import { Button, Group, Modal, Stack, Text as Words } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Session, readSession } from '@wardkeep/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { lastActivity } from './activity.ts';
import { useClient } from './client-context.tsx';
import { type IdleState, idleState, tellsAfterMs } from './idle-rules.ts';
import { useSignOut } from './use-sign-out.ts';

interface IdleWatchProps {
  readonly session: Session;
  /** Nobody was there: nothing of what was open may stay on the screen. */
  readonly onEnd: () => void;
  readonly onSignedOut: () => void;
}

/** Says a minute before it that a session goes idle, and ends it here when nobody answers. */
export function IdleWatch({ session, onEnd, onSignedOut }: IdleWatchProps): ReactNode {
  const t = useText();
  const client = useClient();
  const signOut = useSignOut(onSignedOut);
  const stay = useMutation({ mutationFn: () => client.call(readSession) });
  const state = useIdleState(session, onEnd, stay.mutate);
  const secondsLeft = state.kind === 'warned' ? state.secondsLeft : 0;
  return (
    <Modal
      opened={state.kind === 'warned'}
      onClose={() => stay.mutate()}
      title={t('idle.title')}
      zIndex={ABOVE_EVERYTHING}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <Stack>
        <Words>{t('idle.words')}</Words>
        <Words role="timer" c="dimmed" size="sm">
          {t('idle.left', { count: secondsLeft })}
        </Words>
        <ProblemAlert error={stay.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
            {t('menu.signOut')}
          </Button>
          <Button data-autofocus onClick={() => stay.mutate()} loading={stay.isPending}>
            {t('idle.stay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const ABOVE_EVERYTHING = 500;
const LOOKS_EVERY_MS = 1000;
/** What somebody does in front of the page, whether it asks the server for anything or not. */
const DEEDS = ['keydown', 'pointerdown', 'wheel', 'touchmove'] as const;

/** Looks at the clock, for a timer sleeps with the machine; and tells the server of whoever is busy without calls. */
function useIdleState(session: Session, onEnd: () => void, tell: () => void): IdleState {
  const queries = useQueryClient();
  const [state, setState] = useState<IdleState>({ kind: 'active' });
  const [begunAtMs] = useState(() => Date.now());
  const busy = useRef(false);
  useDeeds(busy);
  useEffect(() => {
    const look = (): void => {
      const nowMs = Date.now();
      const lastMs = lastActivity(localStorage, nowMs, begunAtMs);
      const next = idleState(session, lastMs, nowMs);
      setState((before) => (isSame(before, next) ? before : next));
      if (next.kind === 'ended') onEnd();
      const isBusy = busy.current || queries.isMutating() > 0;
      if (next.kind !== 'active' || !isBusy || nowMs - lastMs < tellsAfterMs(session)) return;
      busy.current = false;
      tell();
    };
    const timer = setInterval(look, LOOKS_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [session, begunAtMs, onEnd, tell, queries]);
  return state;
}

function isSame(a: IdleState, b: IdleState): boolean {
  if (a.kind !== 'warned' || b.kind !== 'warned') return a.kind === b.kind;
  return a.secondsLeft === b.secondsLeft;
}

function useDeeds(busy: { current: boolean }): void {
  useEffect(() => {
    const note = (): void => {
      busy.current = true;
    };
    DEEDS.forEach((deed) => window.addEventListener(deed, note, { passive: true }));
    return () => DEEDS.forEach((deed) => window.removeEventListener(deed, note));
  }, [busy]);
}
