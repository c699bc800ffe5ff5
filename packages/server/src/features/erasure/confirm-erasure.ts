import { confirmErasure as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { certificateLink } from './certificate-link.ts';
import type { ErasureOutcome, ErasureParts } from './erasure-parts.ts';
import { erasureState } from './erasure-rules.ts';
import { isHeld, readErasureRow } from './erasure-store.ts';
import { refuseUnlessDone } from './refuse-step.ts';

interface ConfirmParts {
  readonly erasure: ErasureParts;
  /** Slow, and outside any transaction. */
  readonly isOwnPassword: (
    request: PlainRequest,
    account: { readonly personId: string; readonly password: string },
  ) => Promise<boolean>;
  readonly publicUrl: () => string;
}

/**
 * The second step, with the password again. Opens nothing of the person's, so it is a plain route; the gate decides
 * by the path whose erasure it is. What it answers is all that the person keeps: their session ends with the answer.
 */
export function confirmErasure({ erasure, isOwnPassword, publicUrl }: ConfirmParts): Route {
  return plainRoute({
    endpoint,
    person: ({ params }) => params.patientId,
    handle: async (request, { params, body }) => {
      const { patientId: personId } = params;
      const { now } = request;
      refuseUnlessDone(await request.read((tx) => outlook(tx, personId, now)));
      if (!(await isOwnPassword(request, { personId, password: body.password })))
        throw new Refusal('wrong_credentials', 'The password is wrong. Nothing was erased.');
      await request.commit(async (tx) => {
        refuseUnlessDone(await erasure.confirm(tx, personId));
      });
      erasure.begin(personId);
      const link = certificateLink(request.gate.hashes, publicUrl(), personId);
      return {
        body: {
          certificateLink: link,
          backupsGoneBy: erasure.backupsGoneBy(now).toISOString(),
        },
        cookies: { kind: 'clear', forgetsDevice: true },
      };
    },
  });
}

/** What a confirmation would come to, before a password is hashed for it; the commit decides again. */
async function outlook(tx: Tx, personId: string, now: Date): Promise<ErasureOutcome> {
  const state = erasureState(await readErasureRow(tx, personId), now);
  if (state === 'waiting') return 'erasure_waiting';
  if (state !== 'confirmable') return 'nothing';
  return (await isHeld(tx, personId)) ? 'legal_hold' : 'done';
}
