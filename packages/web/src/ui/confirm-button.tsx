import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface ConfirmButtonProps {
  readonly button: string;
  /** The button's words with what it is about, for who does not see beside what it stands. */
  readonly label: string;
  /** `plain` where nothing is lost by it; else it warns by its colour. */
  readonly look?: 'plain';
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode;
  readonly action: string;
  /** As `useMutation` has it. */
  readonly change: {
    readonly mutate: (input: void, options: { readonly onSuccess: () => void }) => void;
    readonly isPending: boolean;
    readonly error: unknown;
  };
}

/** Asks before it changes something; the question stays, with what went wrong, until it worked. */
export function ConfirmButton(props: ConfirmButtonProps): ReactNode {
  const { look, change } = props;
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button
        size="sm"
        {...(look === 'plain' ? { variant: 'default' } : { variant: 'subtle', color: 'wax' })}
        aria-label={props.label}
        onClick={() => setAsking(true)}
      >
        {props.button}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={props.title}
        action={props.action}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate(undefined, { onSuccess: close })}
        onClose={close}
      >
        {props.children}
      </ConfirmDialog>
    </>
  );
}
