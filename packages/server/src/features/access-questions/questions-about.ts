import type { AccessLogEntry } from '@wardkeep/contract';
import type { AuditScope } from '../../gate/index.ts';
import { readQuestionsAbout } from './question-store.ts';

/** What was asked about these events, by the event's id. */
export async function questionsAbout(
  { tx, personId, openQuestions }: Pick<AuditScope, 'tx' | 'personId' | 'openQuestions'>,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<AccessLogEntry['question']>>> {
  const questions = await readQuestionsAbout(tx, personId, eventIds);
  const opened = await openQuestions(questions);
  return new Map(
    questions.flatMap(({ questionId, eventId, askedAt, answeredAt }) => {
      const detail = opened.get(questionId);
      if (detail === undefined) return [];
      const question = {
        askedAt: askedAt.toISOString(),
        words: detail.words,
        answer: detail.answer,
        answeredAt: answeredAt?.toISOString() ?? null,
      };
      return [[eventId, question] as const];
    }),
  );
}
