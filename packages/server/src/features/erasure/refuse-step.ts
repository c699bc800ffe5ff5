import { Refusal } from '../../gate/index.ts';
import type { ErasureOutcome } from './erasure-parts.ts';

/** @throws {@link Refusal} `legal_hold`, `erasure_waiting`, or `not_found` where there is nothing to do. */
export function refuseUnlessDone(outcome: ErasureOutcome): void {
  switch (outcome) {
    case 'done':
      return;
    case 'legal_hold':
      throw new Refusal(
        'legal_hold',
        'The law requires that this data is kept for now. Whoever runs this installation can say why and until when.',
      );
    case 'erasure_waiting':
      throw new Refusal(
        'erasure_waiting',
        'The waiting time is not over yet. Nothing was erased; confirm it afterwards.',
      );
    case 'nothing':
      throw new Refusal('not_found', 'There is no erasure with which this could be done.');
  }
}
