import { listQuestions as endpoint, type AccessQuestion } from '@wardkeep/contract';
import { questionName } from '../../db/sealed-columns.ts';
import type { QuestionDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import { plainRoute, type PlainRequest } from '../../gate/index.ts';
import { countWaiting, readQuestions, type StoredQuestion } from './question-store.ts';

const MOST = { waiting: 200, answered: 100 };

/** With the event that each is about as the search of the log shows it: what was touched stays with whose it is. */
export const listQuestions = plainRoute({
  endpoint,
  handle: async (request) => {
    const body = await request.commit(async (tx, _caller, event) => {
      const questions = await readQuestions(tx, MOST);
      const found = await event.found.byId(questions.map(({ eventId }) => eventId));
      const details = await openAll(request, tx, questions);
      const shown = questions.flatMap((question): readonly AccessQuestion[] => {
        const detail = details.get(question.questionId);
        if (detail === undefined) return [];
        const { questionId, eventId, askedAt, answeredAt } = question;
        return [
          {
            questionId,
            eventId,
            askedAt: askedAt.toISOString(),
            words: detail.words,
            event: found.get(eventId) ?? null,
            answer: detail.answer,
            answeredAt: answeredAt?.toISOString() ?? null,
          },
        ];
      });
      return { questions: shown, open: await countWaiting(tx) };
    });
    return { body: { ...body, questions: [...body.questions] } };
  },
});

/** Each person's account key once. Whoever is gone has none, and asks no more. */
async function openAll(
  request: PlainRequest,
  tx: Tx,
  questions: readonly StoredQuestion[],
): Promise<ReadonlyMap<string, QuestionDetail>> {
  const opened = new Map<string, QuestionDetail>();
  for (const [personId, theirs] of Map.groupBy(questions, (question) => question.personId)) {
    const vault = await request.unlockAccount(tx, personId);
    if (vault === undefined) continue;
    for (const { questionId, sealed } of theirs)
      opened.set(questionId, vault.open(questionName(questionId), sealed));
  }
  return opened;
}
