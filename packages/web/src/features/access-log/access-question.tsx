import type { AccessLogEntry } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import classes from './access-log-page.module.css';

interface AccessQuestionProps {
  readonly question: NonNullable<AccessLogEntry['question']>;
}

/** What was asked about this access, and what came back. */
export function AccessQuestion({ question }: AccessQuestionProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { askedAt, words, answer, answeredAt } = question;
  return (
    <div className={classes.question}>
      <p>
        <strong>{t('ask.asked', { at: format.dateTime(askedAt) })}</strong> {words}
      </p>
      {answer === null || answeredAt === null ? (
        <p className={classes.facts}>{t('ask.waiting')}</p>
      ) : (
        <p>
          <strong>{t('ask.answered', { at: format.dateTime(answeredAt) })}</strong> {answer}
        </p>
      )}
    </div>
  );
}
