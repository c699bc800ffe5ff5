import { Button, Group, Modal, Stack, Table, Text as Words } from '@mantine/core';
import type { Resource } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useRecordWords } from '../records/index.ts';
import { type Difference, compareRecords } from '../versions/index.ts';
import { textAt } from './resource-parts.ts';
import classes from './record-form.module.css';

interface ConflictDialogProps {
  /** What was there when the form was opened. */
  readonly was: Resource;
  readonly theirs: Resource;
  readonly mine: Resource;
  readonly onTheirs: () => void;
  readonly onMine: () => void;
}

/** Somebody changed it while it was open here: nothing is lost before one of both is chosen. */
export function ConflictDialog(props: ConflictDialogProps): ReactNode {
  const { was, theirs, mine, onTheirs, onMine } = props;
  const t = useText();
  const format = useFormat();
  const words = useRecordWords();
  const rows = compareRecords(theirs, mine, words);
  const theyChanged = compareRecords(was, theirs, words).map(changeText);
  const changedAt = textAt(theirs, 'meta', 'lastUpdated');
  return (
    <Modal
      opened
      size="lg"
      onClose={onMine}
      title={t('form.conflict')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Stack>
        <Words>
          {changedAt === ''
            ? t('form.conflict.words')
            : t('form.conflict.wordsAt', { at: format.dateTime(changedAt) })}
        </Words>
        {theyChanged.length > 0 && (
          <Words>{t('form.conflict.what', { what: format.list(theyChanged) })}</Words>
        )}
        {rows.length > 0 && <Both rows={rows} />}
        <Words size="sm" c="dimmed">
          {t('form.conflict.choose')}
        </Words>
        <Group justify="flex-end">
          <Button variant="default" onClick={onTheirs}>
            {t('form.conflict.takeTheirs')}
          </Button>
          <Button onClick={onMine}>{t('form.conflict.keepMine')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** `Began: 2019 → March 2020`. */
function changeText({ label, before, after }: Difference): string {
  return `${label}: ${before.join('; ') || '–'} → ${after.join('; ') || '–'}`;
}

/** Theirs beside what would be saved from the form. */
function Both({ rows }: { readonly rows: readonly Difference[] }): ReactNode {
  const t = useText();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <section className={classes.scroll} tabIndex={0} aria-label={t('form.conflict')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('versions.what')}</Table.Th>
            <Table.Th>{t('form.conflict.theirs')}</Table.Th>
            <Table.Th>{t('form.conflict.mine')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ label, before, after }) => (
            <Table.Tr key={label}>
              <Table.Th scope="row">{label}</Table.Th>
              <Table.Td>{before.join('; ') || '–'}</Table.Td>
              <Table.Td>{after.join('; ') || '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
