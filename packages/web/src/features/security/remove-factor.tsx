import type { Client } from '@wardkeep/client';
import type { ReactNode } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useText } from '../../ui/text.ts';
import type { Removal } from './factor-rules.ts';
import { useSecurityChange } from './security-query.ts';

interface RemoveFactorProps {
  readonly name: string;
  readonly removal: Removal;
  readonly remove: (client: Client) => Promise<unknown>;
}

/** Nothing where the factor has to stay: the card says why. */
export function RemoveFactor({ name, removal, remove }: RemoveFactorProps): ReactNode {
  const t = useText();
  const removing = useSecurityChange((client, _: void) => remove(client));
  if (removal === 'kept') return null;
  return (
    <ConfirmButton
      button={t('factors.remove')}
      label={t('factors.remove.label', { name })}
      title={t('factors.remove.title', { name })}
      action={t('factors.remove')}
      change={removing}
    >
      {t(removal === 'last' ? 'factors.remove.last' : 'factors.remove.one')}
    </ConfirmButton>
  );
}
