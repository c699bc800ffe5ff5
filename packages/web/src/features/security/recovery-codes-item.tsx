import { Badge, Button, Modal } from '@mantine/core';
import { makeRecoveryCodes } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { RecoveryCodesSheet } from '../second-factors/index.ts';
import { useSecurityChange } from './security-query.ts';

/** With fewer left, the page says that it is time for new ones. */
const FEW = 3;

/** How many are left, and new ones, which end the ones before. */
export function RecoveryCodesItem({ left }: { readonly left: number }): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const make = useSecurityChange(
    (client, _: void) => client.call(makeRecoveryCodes),
    ({ recoveryCodes }) => {
      setAsking(false);
      setCodes(recoveryCodes);
    },
  );
  return (
    <li>
      <Item
        name={t('factors.codes')}
        badges={
          <Badge variant="light" color={left < FEW ? 'honey' : 'ward'}>
            {t('factors.codes.left', { count: left })}
          </Badge>
        }
        facts={[t('factors.codes.words'), left < FEW && t('factors.codes.few')]}
        actions={
          <Button variant="default" size="sm" onClick={() => setAsking(true)}>
            {t('factors.codes.make')}
          </Button>
        }
      />
      <ConfirmDialog
        opened={asking}
        title={t('factors.codes.make')}
        action={t('factors.codes.make.action')}
        busy={make.isPending}
        error={make.error}
        onConfirm={() => make.mutate()}
        onClose={() => setAsking(false)}
      >
        {t('factors.codes.make.words')}
      </ConfirmDialog>
      <NewCodes codes={codes} onKept={() => setCodes(null)} />
    </li>
  );
}

interface NewCodesProps {
  /** `null` is closed. */
  readonly codes: readonly string[] | null;
  readonly onKept: () => void;
}

/** Shown once: nothing but the button that says they are kept closes it. */
export function NewCodes({ codes, onKept }: NewCodesProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={codes !== null}
      onClose={() => {}}
      size="lg"
      title={t('factors.codes.keep')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {codes && <RecoveryCodesSheet codes={codes} onKept={onKept} />}
    </Modal>
  );
}
