import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';

interface ChooseAllProps {
  readonly section: string;
  readonly total: number;
  readonly chosen: number;
  readonly onChange: (chosen: boolean) => void;
}

export function ChooseAll({ section, total, chosen, onChange }: ChooseAllProps): ReactNode {
  const t = useText();
  return (
    <Checkbox
      label={t('chart.chooseAll')}
      aria-label={t('chart.chooseAllOf', { section })}
      checked={chosen === total}
      indeterminate={chosen > 0 && chosen < total}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
