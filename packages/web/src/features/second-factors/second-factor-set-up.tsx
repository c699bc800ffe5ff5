import { Button, Stack } from '@mantine/core';
import { IconArrowLeft, IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import type { FactorChanged } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import { hasPasskeys } from '../sessions/index.ts';
import { PasskeySetUp } from './passkey-set-up.tsx';
import { RecoveryCodesSheet } from './recovery-codes-sheet.tsx';
import { TotpSetUp } from './totp-set-up.tsx';

type Kind = 'passkey' | 'totp';

/** The first second factor of an account: which kind, setting it up, and the codes for the day when it is lost. */
export function SecondFactorSetUp({ onDone }: { readonly onDone: () => void }): ReactNode {
  const [kind, setKind] = useState<Kind | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const added = ({ recoveryCodes }: FactorChanged): void => {
    if (recoveryCodes === null) onDone();
    else setCodes(recoveryCodes);
  };
  if (codes) return <RecoveryCodesSheet codes={codes} onKept={onDone} />;
  if (kind === null) return <Choice onChoose={setKind} />;
  return <ChosenKind kind={kind} onAdded={added} onBack={() => setKind(null)} />;
}

function Choice({ onChoose }: { readonly onChoose: (kind: Kind) => void }): ReactNode {
  const t = useText();
  const usable = hasPasskeys();
  return (
    <Stack gap="lg">
      <Card title={t('factor.passkey')} icon={<IconFingerprint size={20} />}>
        <Stack>
          <span>{t('factor.passkey.words')}</span>
          {!usable && <span>{t('passkey.fault.unsupported')}</span>}
          <Button disabled={!usable} onClick={() => onChoose('passkey')}>
            {t('factor.passkey.choose')}
          </Button>
        </Stack>
      </Card>
      <Card title={t('factor.totp')} icon={<IconDeviceMobile size={20} />}>
        <Stack>
          <span>{t('factor.totp.words')}</span>
          <Button variant="default" onClick={() => onChoose('totp')}>
            {t('factor.totp.choose')}
          </Button>
        </Stack>
      </Card>
    </Stack>
  );
}

interface ChosenKindProps {
  readonly kind: Kind;
  readonly onAdded: (changed: FactorChanged) => void;
  readonly onBack: () => void;
}

function ChosenKind({ kind, onAdded, onBack }: ChosenKindProps): ReactNode {
  const t = useText();
  return (
    <Stack>
      <Card title={t(kind === 'passkey' ? 'factor.passkey' : 'factor.totp')}>
        {kind === 'passkey' ? <PasskeySetUp onDone={onAdded} /> : <TotpSetUp onDone={onAdded} />}
      </Card>
      <Button variant="subtle" leftSection={<IconArrowLeft size={18} />} onClick={onBack}>
        {t('factor.back')}
      </Button>
    </Stack>
  );
}
