import { Button, Checkbox, Group, Stack, Title } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { CopyValue } from '../../ui/copy-field.tsx';
import { saveText } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import classes from './recovery-codes-sheet.module.css';

interface RecoveryCodesSheetProps {
  /** Shown once: the server keeps only what tells a right one from a wrong one. */
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Ten ways in without the app or the passkey. Nobody gets on before they say that they have kept them. */
export function RecoveryCodesSheet({ codes, onKept }: RecoveryCodesSheetProps): ReactNode {
  const t = useText();
  const [kept, setKept] = useState(false);
  const address = window.location.origin;
  const asText = [t('codes.title'), address, t('codes.words'), codes.join('\n')].join('\n\n');
  return (
    <Stack>
      <section className={`${classes.sheet} wk-print`} aria-labelledby="codes-title">
        <Title order={2} size="h4" id="codes-title">
          {t('codes.title')}
        </Title>
        <p className={classes.words}>{t('codes.words')}</p>
        <ol className={classes.codes} translate="no">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <p className={classes.address}>{address}</p>
      </section>
      <Group>
        <CopyValue value={codes.join('\n')} />
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={18} />}
          onClick={() => saveText('wardkeep-recovery-codes.txt', asText)}
        >
          {t('kit.download')}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPrinter size={18} />}
          onClick={() => window.print()}
        >
          {t('kit.print')}
        </Button>
      </Group>
      <Checkbox
        label={t('codes.kept')}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button size="md" disabled={!kept} onClick={onKept}>
        {t('codes.action')}
      </Button>
    </Stack>
  );
}
