import { readAdministrators, type Refusal, type RefusedFacts } from '../../gate/index.ts';
import { countMisses } from '../throttle/index.ts';
import { MISSES_TOLD } from './search-rules.ts';

/** Whoever finds nobody again and again may be trying names: administrators are told by whose account, not what was typed. */
export async function tellOfSearches(facts: RefusedFacts, said: Refusal): Promise<void> {
  const { tx, caller, gate } = facts;
  if (said.code !== 'not_found' || caller.kind !== 'person') return;
  const { personId } = caller;
  const misses = await countMisses(facts, tx, { what: 'emergency', personId });
  if (misses % MISSES_TOLD !== 0) return;
  for (const administrator of await readAdministrators(tx, gate.hashes))
    await gate.mail.queue(tx, {
      to: { personId: administrator },
      template: 'emergency-searches',
      values: { count: String(misses), account: personId },
    });
}
