import { generateRecoveryKey } from '@wardkeep/crypto';
import { expect, test } from 'vitest';
import { splitRecoveryKey } from '../vault/recovery-shares.ts';
import { OperatorError } from './operator-error.ts';
import { restoreRoutes, type RestoreGiven } from './operator-restore.ts';
import type { RunningState } from './system-parts.ts';

const KIT = generateRecoveryKey().privateText;

/** What a locked server would open the held epochs with. */
async function givenBy(body: object): Promise<readonly RestoreGiven[]> {
  const given: RestoreGiven[] = [];
  // Only what a locked server's state has, and the work itself, which ends here.
  const state = {
    gate: undefined,
    keyWork: {
      runHere: (_work: string, run: (tell: () => void) => unknown) => run(() => undefined),
    },
    restoreKeys: (each: RestoreGiven) => {
      given.push(each);
      throw new OperatorError('busy', 'Here it ends.');
    },
  } as unknown as RunningState;
  const request = { body: JSON.stringify(body), id: '', onProgress: () => undefined };
  const restoring = restoreRoutes(state)['POST /keys/restore']?.run(request);
  await expect(restoring).rejects.toMatchObject({ name: 'OperatorError' });
  return given;
}

test('a kit in shares opens a restored database as the whole kit does', async () => {
  const shares = await splitRecoveryKey(KIT, { shares: 3, threshold: 2 });
  const [whole] = await givenBy({ kit: KIT });
  const [inShares] = await givenBy({ shares: shares.slice(1) });
  expect(whole?.privateHalf).toBe(KIT);
  expect(inShares).toEqual(whole);
});

test.each([{}, { kit: KIT, shares: ['a', 'b'] }, { backupRoot: KIT, kit: KIT }, { shares: ['a'] }])(
  'nothing is begun with %j: one thing opens the keys, and it is said which',
  async (body) => {
    expect(await givenBy(body)).toEqual([]);
  },
);
