import { Button, Group, Stack, Text as Words, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { confirmRecoveryKit } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { saveText } from '../../ui/save-text.ts';
import { type Text, useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';
import { type Kit, isLastGroup, kitGroups } from './kit-text.ts';
import { RecoveryKitSheet } from './recovery-kit-sheet.tsx';

interface RecoveryKitStepsProps {
  readonly kit: Kit;
  readonly onConfirmed: () => void;
}

/** Shows the kit once, and lets nobody on who can't read it back from the paper. */
export function RecoveryKitSteps({ kit, onConfirmed }: RecoveryKitStepsProps): ReactNode {
  const t = useText();
  return (
    <Stack>
      <RecoveryKitSheet kit={kit} address={window.location.origin} />
      <Group className="wk-no-print">
        <Button leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
          {t('kit.print')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} />}
          onClick={() => saveKit(kit, t)}
        >
          {t('kit.download')}
        </Button>
      </Group>
      <ConfirmKit kit={kit} onConfirmed={onConfirmed} />
    </Stack>
  );
}

function ConfirmKit({ kit, onConfirmed }: RecoveryKitStepsProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const confirm = useMutation({
    mutationFn: () => client.call(confirmRecoveryKit, { body: { fingerprint: kit.fingerprint } }),
    onSuccess: onConfirmed,
  });
  const check = (): void => {
    const right = isLastGroup(typed, kit.privateText);
    setWrong(!right);
    if (right) confirm.mutate();
  };
  return (
    <div className="wk-no-print">
      <Card title={t('kit.confirm')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <Stack>
            <Words size="sm">{t('kit.confirm.lead')}</Words>
            <ProblemAlert error={confirm.error} />
            <TextInput
              label={t('kit.lastGroup')}
              value={typed}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              error={wrong && t('kit.lastGroup.wrong')}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" loading={confirm.isPending}>
              {t('kit.confirm.action')}
            </Button>
          </Stack>
        </form>
      </Card>
    </div>
  );
}

function saveKit(kit: Kit, t: Text): void {
  const lines = [
    t('kit.title'),
    t('kit.explanation'),
    `${t('kit.address')}: ${window.location.origin}`,
    `${t('kit.made')}: ${kit.createdAt}`,
    `${t('kit.fingerprint')}: ${kit.fingerprint}`,
    kitGroups(kit.privateText).join(' '),
  ];
  const number = kit.fingerprint.replaceAll(/[^A-Za-z0-9]/g, '');
  saveText(`wardkeep-recovery-kit-${number}.txt`, lines.join('\n\n'));
}
