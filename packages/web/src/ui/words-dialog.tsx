import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ProblemAlert, type RefusalWords } from './problem-alert.tsx';
import { useText } from './text.ts';
import { WordsField, type WordsLimits, areWords } from './words-field.tsx';

interface WordsDialogProps {
  readonly title: string;
  readonly label: string;
  readonly hint: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** What a refusal means here, where the catalogue's own sentence would be too general. */
  readonly refusals?: RefusalWords;
  /** As the contract has them, where they are not those of a reason. */
  readonly limits?: WordsLimits;
  /** Above the field. */
  readonly children: ReactNode;
  /** Something besides the words is missing; the children say what. */
  readonly isIncomplete?: boolean;
  readonly color?: 'wax' | 'ward';
  readonly onSend: (words: string) => void;
  /** Somebody tried to send. */
  readonly onTry?: () => void;
  readonly onClose: () => void;
}

/** A decision with its reason, in words. Mounted while it is open. */
export function WordsDialog(props: WordsDialogProps): ReactNode {
  const t = useText();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const send = (): void => {
    setTried(true);
    props.onTry?.();
    if (areWords(words, props.limits) && props.isIncomplete !== true) props.onSend(words.trim());
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack>
          {props.children}
          <WordsField
            label={props.label}
            hint={props.hint}
            value={words}
            isAsked={tried}
            limits={props.limits}
            onChange={setWords}
          />
          <ProblemAlert error={props.error} {...(props.refusals && { words: props.refusals })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" color={props.color ?? 'ward'} loading={props.busy}>
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
