import type { Sealed } from '@wardkeep/crypto';
import { questionName } from '../db/sealed-columns.ts';
import type { QuestionDetail } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from './gate.ts';

export interface SealedQuestion {
  readonly questionId: string;
  readonly sealed: Sealed<QuestionDetail>;
}

/**
 * What was asked about accesses to this person's data, by id. It is under the account key, which the scope of an access log
 * has not; nothing else of the account opens. Empty for who is gone.
 */
export async function openQuestions(
  gate: Pick<Gate, 'vault'>,
  tx: Tx,
  personId: string,
  questions: readonly SealedQuestion[],
): Promise<ReadonlyMap<string, QuestionDetail>> {
  if (questions.length === 0) return new Map();
  const keys = await gate.vault.readKeys(tx, [personId], ['account']);
  const vault = gate.vault.unlock(keys, personId, 'account');
  if (vault === undefined) return new Map();
  try {
    return new Map(
      questions.map(({ questionId, sealed }) => [
        questionId,
        vault.open(questionName(questionId), sealed),
      ]),
    );
  } finally {
    vault.close();
  }
}
