import { retirableAt } from '../../audit/index.ts';
import type { Gate } from '../../gate/index.ts';
import { VaultError } from '../../vault/index.ts';

/**
 * For a check of the log: of which events the contents may be gone. While the year's key is there, only those whose
 * retention is over as it is set.
 * @param keptYears - Whole years after an event's own.
 */
export function mayBeRetired(
  { vault, now }: Pick<Gate, 'vault' | 'now'>,
  keptYears: number,
): (eventId: string) => boolean {
  const hasKeyOf = (year: number): boolean => {
    try {
      vault.service.symmetric(`audit-core-${year}`);
      return true;
    } catch (error) {
      if (error instanceof VaultError && error.code === 'key_store_missing') return false;
      throw error;
    }
  };
  return retirableAt(now(), { keptYears, hasKeyOf });
}
