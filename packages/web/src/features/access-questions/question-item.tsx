import { Button, Text as Words } from '@mantine/core';
import type { AccessQuestion } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { WordsDialog } from '../../ui/words-dialog.tsx';
import { useEventWords, usePersonNames } from '../audit-log/index.ts';
import { useAnswer } from './question-query.ts';

interface QuestionItemProps {
  readonly question: AccessQuestion;
}

export function QuestionItem({ question }: QuestionItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const eventWords = useEventWords();
  const nameOf = usePersonNames();
  const { event, answer, answeredAt } = question;
  return (
    <li>
      <Item
        name={question.words}
        facts={[
          event === null
            ? t('questions.about.gone')
            : t('questions.about', { event: eventWords(event) }),
          event?.patient ? t('search.about', { name: nameOf(event.patient) }) : false,
          event !== null && t('questions.when', { at: format.dateTime(event.occurredAt) }),
          t('questions.asked', { at: format.dateTime(question.askedAt) }),
          answer !== null &&
            answeredAt !== null &&
            t('questions.answer', { at: format.dateTime(answeredAt), words: answer }),
        ]}
        actions={answer === null && <Answer question={question} />}
      />
    </li>
  );
}

/** As the contract has an answer. */
const LIMITS = { least: 3, most: 2000 } as const;

function Answer({ question }: QuestionItemProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  const answer = useAnswer(question.questionId, close);
  const { words } = question;
  return (
    <>
      <Button
        size="sm"
        aria-label={t('questions.action.label', { words })}
        onClick={() => setAsking(true)}
      >
        {t('questions.action')}
      </Button>
      {asking && (
        <WordsDialog
          title={t('questions.dialog')}
          label={t('questions.dialog.words')}
          hint={t('questions.dialog.hint')}
          action={t('questions.dialog.send')}
          limits={LIMITS}
          busy={answer.isPending}
          error={answer.error}
          onSend={answer.mutate}
          onClose={close}
        >
          <Words fw={600}>{words}</Words>
        </WordsDialog>
      )}
    </>
  );
}
