import { answerQuestion as endpoint } from '@wardkeep/contract';
import { questionName } from '../../db/sealed-columns.ts';
import { Refusal, plainRoute, refusal } from '../../gate/index.ts';
import { lockQuestion, updateAnswer } from './question-store.ts';

/** Whoever asked is told that there is an answer, and again when it is another one. The event is in the person's own log. */
export const answerQuestion = plainRoute({
  endpoint,
  handle: async (request, { params, body }) => {
    const { gate, now } = request;
    await request.commit(async (tx, caller, event) => {
      if (caller.kind !== 'person') throw refusal('not_signed_in');
      const question = await lockQuestion(tx, params.questionId);
      const vault = question && (await request.unlockAccount(tx, question.personId));
      if (question === undefined || vault === undefined) throw noSuchQuestion();
      const { personId, questionId, askedBy } = question;
      const name = questionName(questionId);
      const before = vault.open(name, question.sealed);
      const { answer } = body;
      event.about(personId);
      event.because(`question ${questionId}`);
      if (before.answer === answer) return;
      const sealed = vault.seal(name, { ...before, answer });
      await updateAnswer(tx, question, { by: caller.personId, at: now, sealed });
      await gate.mail.queue(tx, {
        to: { personId: askedBy },
        template: 'access-answered',
        values: {},
      });
    });
    return { body: null };
  },
});

function noSuchQuestion(): Refusal {
  return new Refusal('not_found', 'There is no such question any more.');
}
