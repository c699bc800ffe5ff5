import { randomUUID } from 'node:crypto';
import { askAboutAccess as endpoint } from '@wardkeep/contract';
import { questionName } from '../../db/sealed-columns.ts';
import {
  Refusal,
  ownPerson,
  phiRoute,
  readAdministrators,
  refusal,
  type AccountScope,
} from '../../gate/index.ts';
import { insertQuestion } from './question-store.ts';

/** The words are under the person's account key: to answer them, nobody needs the chart. */
export const askAboutAccess = phiRoute({
  endpoint,
  opens: 'account',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params, body }) => {
    const { tx, personId, now } = scope;
    const askedBy = ownPerson(scope);
    if (askedBy === null) throw refusal('not_signed_in');
    // Alike for an event of somebody else and for none.
    if (!(await scope.hasEvent(params.eventId))) throw noSuchAccess();
    const questionId = randomUUID();
    const sealed = scope.vault.seal(questionName(questionId), { words: body.words, answer: null });
    const { eventId } = params;
    const question = { personId, questionId, eventId, askedBy, askedAt: now, sealed };
    if (!(await insertQuestion(tx, question))) throw askedBefore();
    scope.wrote({ type: 'Question', id: questionId }, sealed);
    await tell(scope);
    return null;
  },
});

async function tell({ tx, gate }: AccountScope): Promise<void> {
  for (const personId of await readAdministrators(tx, gate.hashes))
    await gate.mail.queue(tx, { to: { personId }, template: 'access-asked', values: {} });
}

function noSuchAccess(): Refusal {
  return new Refusal('not_found', 'There is no such access in this log.');
}

function askedBefore(): Refusal {
  return new Refusal(
    'forbidden',
    'There is a question about this access already. It and its answer are shown with the access.',
  );
}
