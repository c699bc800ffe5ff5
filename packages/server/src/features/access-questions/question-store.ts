import type { Sealed } from '@wardkeep/crypto';
import type { Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { QuestionDetail, Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

/** What somebody asks about an access to this person's data. The words are under the person's account key. */
export interface StoredQuestion {
  readonly personId: string;
  readonly questionId: string;
  readonly eventId: string;
  /** The person, or their guardian. */
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
  readonly sealed: Sealed<QuestionDetail>;
}

/** @returns false when somebody asked about this event before. */
export async function insertQuestion(
  tx: Tx,
  question: Omit<StoredQuestion, 'answeredAt'>,
): Promise<boolean> {
  const { personId, questionId, eventId, askedBy, askedAt, sealed } = question;
  const inserted = await queries(tx)
    .insertInto('access_question')
    .values({
      person_id: personId,
      question_id: questionId,
      event_id: eventId,
      asked_by: askedBy,
      asked_at: askedAt,
      answered_by: null,
      answered_at: null,
      sealed,
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'event_id']).doNothing())
    .returning('question_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Those about these events and this person. */
export async function readQuestionsAbout(
  tx: Tx,
  personId: string,
  eventIds: readonly string[],
): Promise<readonly StoredQuestion[]> {
  if (eventIds.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('access_question')
    .selectAll()
    .where('person_id', '=', personId)
    .where('event_id', '=', (eb) => eb.fn.any(eb.val(eventIds)))
    .execute();
  return rows.map(stored);
}

/** Those that wait, the oldest first; after them the newest that were answered. */
export async function readQuestions(
  tx: Tx,
  most: { readonly waiting: number; readonly answered: number },
): Promise<readonly StoredQuestion[]> {
  const waiting = await queries(tx)
    .selectFrom('access_question')
    .selectAll()
    .where('answered_at', 'is', null)
    .orderBy('asked_at')
    .orderBy('question_id')
    .limit(most.waiting)
    .execute();
  const answered = await queries(tx)
    .selectFrom('access_question')
    .selectAll()
    .where('answered_at', 'is not', null)
    .orderBy('answered_at', 'desc')
    .limit(most.answered)
    .execute();
  return [...waiting, ...answered].map(stored);
}

export async function countWaiting(tx: Tx): Promise<number> {
  const row = await queries(tx)
    .selectFrom('access_question')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('answered_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.waiting;
}

/** Locked, so that two answers come one after the other. */
export async function lockQuestion(
  tx: Tx,
  questionId: string,
): Promise<StoredQuestion | undefined> {
  const row = await queries(tx)
    .selectFrom('access_question')
    .selectAll()
    .where('question_id', '=', questionId)
    .forUpdate()
    .executeTakeFirst();
  return row && stored(row);
}

export async function updateAnswer(
  tx: Tx,
  { personId, questionId }: StoredQuestion,
  answer: { readonly by: string; readonly at: Date; readonly sealed: Sealed<QuestionDetail> },
): Promise<void> {
  await queries(tx)
    .updateTable('access_question')
    .set({ answered_by: answer.by, answered_at: answer.at, sealed: answer.sealed })
    .where('person_id', '=', personId)
    .where('question_id', '=', questionId)
    .execute();
}

function stored(row: Selectable<Schema['access_question']>): StoredQuestion {
  return {
    personId: row.person_id,
    questionId: row.question_id,
    eventId: row.event_id,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    answeredAt: row.answered_at,
    sealed: row.sealed,
  };
}
