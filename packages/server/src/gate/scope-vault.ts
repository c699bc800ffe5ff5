import type { KeyPurpose } from '../db/schema.ts';
import type { PersonVault } from '../vault/index.ts';
import type { View } from './views/view.ts';

/** A person's keys, as a feature gets them: only of a chart can there be a view that is not the whole. */
export type ScopeVault<Purpose extends KeyPurpose = KeyPurpose> = Purpose extends 'chart'
  ? ChartVault
  : PersonVault<Purpose>;

type ChartVault = Pick<
  PersonVault<'chart'>,
  'personId' | 'purpose' | 'seal' | 'open' | 'newFile' | 'wrapFile' | 'openFile' | 'close'
>;

/**
 * Who does not see everything opens nothing by themselves: `scope.see` and `scope.reveal` do, through the view. A
 * feature that forgets it fails instead of showing too much.
 */
export function scopeVault<P extends KeyPurpose>(vault: PersonVault<P>, view: View): ScopeVault<P> {
  // `as`: every vault is one, and only a chart's has less
  if (view.kind === 'full') return vault as ScopeVault<P>;
  const { personId } = vault;
  const chart: ChartVault = {
    personId,
    purpose: 'chart',
    seal: (name, value) => vault.seal(name, value),
    open: () => {
      throw new TypeError('This view of a chart opens through scope.see or scope.reveal only.');
    },
    newFile: (fileId) => vault.newFile(fileId),
    wrapFile: (file) => vault.wrapFile(file),
    openFile: (fileId, wrapped) => {
      if (!view.mayRead('DocumentReference'))
        throw new TypeError('This view of a chart opens no files.');
      return vault.openFile(fileId, wrapped);
    },
    close: () => {
      vault.close();
    },
  };
  // `as`: views that are not the whole are of charts
  return chart as ScopeVault<P>;
}
