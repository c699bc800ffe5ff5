import { timingSafeEqual } from 'node:crypto';
import type { ReviewOutcome } from '@wardkeep/contract';
import type { Sealed } from '@wardkeep/crypto';
import type { Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { EmergencyDetail, Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';

type Hashes = AccountTools['hashes'];

/** What was opened in an emergency, and what became of it. Its MAC has been checked. */
export interface Review {
  readonly patientId: string;
  readonly grantId: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  /** Before its time, by whoever opened it or by a review. */
  readonly endedAt: Date | null;
  readonly dueAt: Date;
  readonly disputedAt: Date | null;
  readonly reviewedAt: Date | null;
  readonly reviewedBy: string | null;
  readonly outcome: ReviewOutcome | null;
}

export interface StoredReview extends Review {
  readonly accesses: number;
  readonly sealed: Sealed<EmergencyDetail>;
}

export async function insertReview(
  tx: Tx,
  hashes: Hashes,
  review: Review & Pick<StoredReview, 'sealed'>,
): Promise<void> {
  const { patientId, grantId, openedBy, openedAt } = review;
  const rest = changing(hashes, review);
  await queries(tx)
    .insertInto('emergency_review')
    .values({
      patient_id: patientId,
      grant_id: grantId,
      opened_by: openedBy,
      opened_at: openedAt,
      ...rest,
    })
    .execute();
}

export async function updateReview(
  tx: Tx,
  hashes: Hashes,
  review: Review & Pick<StoredReview, 'sealed'>,
): Promise<void> {
  await queries(tx)
    .updateTable('emergency_review')
    .set(changing(hashes, review))
    .where('patient_id', '=', review.patientId)
    .where('grant_id', '=', review.grantId)
    .execute();
}

function changing(hashes: Hashes, review: Review & Pick<StoredReview, 'sealed'>) {
  return {
    ended_at: review.endedAt,
    due_at: review.dueAt,
    disputed_at: review.disputedAt,
    reviewed_at: review.reviewedAt,
    reviewed_by: review.reviewedBy,
    outcome: review.outcome,
    sealed: review.sealed,
    mac: hashes.emergencyReview(review),
  };
}

/** Locked, so that two changes come one after the other. Undefined when it is unknown or was altered. */
export async function lockReview(
  tx: Tx,
  hashes: Hashes,
  grantId: string,
): Promise<StoredReview | undefined> {
  const row = await queries(tx)
    .selectFrom('emergency_review')
    .selectAll()
    .where('grant_id', '=', grantId)
    .forUpdate()
    .executeTakeFirst();
  return row && genuine(hashes, [row])[0];
}

/** Of one chart, newest first. */
export async function readReviewsOf(
  tx: Tx,
  hashes: Hashes,
  patientId: string,
): Promise<readonly StoredReview[]> {
  const rows = await queries(tx)
    .selectFrom('emergency_review')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy('opened_at', 'desc')
    .execute();
  return genuine(hashes, rows);
}

/** Those that wait, disputed ones first and then the one that is due first; after them the newest that were reviewed. */
export async function readReviews(
  tx: Tx,
  hashes: Hashes,
  most: { readonly waiting: number; readonly reviewed: number },
): Promise<readonly StoredReview[]> {
  const waiting = await queries(tx)
    .selectFrom('emergency_review')
    .selectAll()
    .where('reviewed_at', 'is', null)
    .orderBy((eb) => eb('disputed_at', 'is', null))
    .orderBy('due_at')
    .limit(most.waiting)
    .execute();
  const reviewed = await queries(tx)
    .selectFrom('emergency_review')
    .selectAll()
    .where('reviewed_at', 'is not', null)
    .orderBy('reviewed_at', 'desc')
    .limit(most.reviewed)
    .execute();
  return genuine(hashes, [...waiting, ...reviewed]);
}

/** Whose charts were ever opened in an emergency, after one of them in the order of ids. */
export async function readReviewedPatients(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('emergency_review')
    .select('patient_id')
    .distinct()
    .$if(after !== null, (query) => query.where('patient_id', '>', after ?? ''))
    .orderBy('patient_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.patient_id);
}

/** Whoever else breaks this patient's glass waits until the transaction ends. */
export async function lockPatient(tx: Tx, personId: string): Promise<void> {
  await queries(tx)
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

function genuine(
  hashes: Hashes,
  rows: readonly Selectable<Schema['emergency_review']>[],
): readonly StoredReview[] {
  return rows.flatMap((row) => {
    const review: StoredReview = {
      patientId: row.patient_id,
      grantId: row.grant_id,
      openedBy: row.opened_by,
      openedAt: row.opened_at,
      endedAt: row.ended_at,
      dueAt: row.due_at,
      disputedAt: row.disputed_at,
      reviewedAt: row.reviewed_at,
      reviewedBy: row.reviewed_by,
      outcome: row.outcome,
      accesses: row.accesses,
      sealed: row.sealed,
    };
    return timingSafeEqual(hashes.emergencyReview(review), row.mac) ? [review] : [];
  });
}
