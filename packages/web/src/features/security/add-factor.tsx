import { Modal } from '@mantine/core';
import type { FactorChanged } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { PasskeySetUp, TotpSetUp } from '../second-factors/index.ts';
import { NewCodes } from './recovery-codes-item.tsx';
import { useReadSecurityAgain } from './security-query.ts';

export type AddedFactor = 'totp' | 'passkey';

interface AddFactorProps {
  /** `null` is closed. */
  readonly factor: AddedFactor | null;
  readonly onClose: () => void;
}

/** Sets one up; with the first one come the recovery codes, which have to be kept before anything else. */
export function AddFactor({ factor, onClose }: AddFactorProps): ReactNode {
  const t = useText();
  const readAgain = useReadSecurityAgain();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const done = ({ recoveryCodes }: FactorChanged): void => {
    setCodes(recoveryCodes);
    onClose();
    void readAgain();
  };
  return (
    <>
      <Modal
        opened={factor !== null}
        onClose={onClose}
        size="lg"
        title={t(factor === 'totp' ? 'factors.totp.add' : 'factors.passkeys.add')}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        {factor === 'totp' && <TotpSetUp onDone={done} />}
        {factor === 'passkey' && <PasskeySetUp onDone={done} />}
      </Modal>
      <NewCodes codes={codes} onKept={() => setCodes(null)} />
    </>
  );
}
