import { Progress, Text as Words } from '@mantine/core';
import type { Keys } from '@wardkeep/contract';
import { type ReactNode, useId } from 'react';
import { useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';

/** What the keys are doing right now; nothing while they rest. */
export function KeyWork({ work }: { readonly work: Keys['work'] }): ReactNode {
  const t = useText();
  const format = useFormat();
  const id = useId();
  if (work === null) return null;
  const { done, total } = work;
  const known = total > 0;
  const counts = { done: format.number(done), total: format.number(total) };
  return (
    <div>
      <Words size="sm" fw={600} id={id} mb={6}>
        {workWords(t, work.work)}
      </Words>
      <Progress.Root size="lg">
        <Progress.Section
          value={known ? (done / total) * 100 : 100}
          aria-labelledby={id}
          animated
          {...(!known && { 'aria-valuenow': undefined })}
        />
      </Progress.Root>
      <Words size="sm" c="dimmed" mt={6}>
        {t(known ? 'keys.work.count' : 'keys.work.some', counts)}
      </Words>
    </div>
  );
}

const WORKS = [
  'keys.rotate',
  'keys.renew',
  'keys.migrate',
  'keys.restore',
  'persons.erase',
] as const;

/** A newer server can name one that this page has no words for. */
function workWords(t: Text, work: string): string {
  const known = WORKS.find((name) => name === work);
  return known === undefined ? t('keys.work.other', { work }) : t(`keys.work.${known}`);
}
