import { Button } from '@mantine/core';
import { IconShare2 } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { ShareDialog } from './share-dialog.tsx';
import type { ShareSelection } from './share-selection.ts';

/** Shares one thing that is in front of the reader. */
export function ShareButton({ selection }: { readonly selection: ShareSelection }): ReactNode {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const { rights } = useOpenChart();
  if (!rights.share) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconShare2 size={18} />}
        onClick={() => setOpened(true)}
      >
        {t('share.this')}
      </Button>
      <ShareDialog opened={opened} selection={selection} onClose={() => setOpened(false)} />
    </>
  );
}
