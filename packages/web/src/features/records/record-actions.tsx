import { Button, Menu } from '@mantine/core';
import { IconDots, IconHistory, IconPencil, IconPrinter, IconTrash } from '@tabler/icons-react';
import type { Resource } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import { RecordButton, mayChange, useChartGo, useOpenChart } from '../open-chart/index.ts';
import { noteText } from './note-text.ts';
import { useDeleteRecord } from './record-query.ts';
import { recordTitle } from './record-title.ts';
import { useRecordWords } from './record-words.ts';

/** What can be done with a record that is open. */
export function RecordActions({ resource }: { readonly resource: Resource }): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  const [deleting, setDeleting] = useState(false);
  const { resourceType: type } = resource;
  const id = String(resource['id']);
  const may = mayChange(rights, type);
  return (
    <>
      <RecordButton
        page="versions"
        type={type}
        id={id}
        variant="default"
        leftSection={<IconHistory size={18} />}
      >
        {t('record.versions')}
      </RecordButton>
      {may && hasForm(resource) && (
        <RecordButton page="edit" type={type} id={id} leftSection={<IconPencil size={18} />}>
          {t('record.edit')}
        </RecordButton>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="sm" aria-label={t('record.more')}>
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
            {t('chart.print')}
          </Menu.Item>
          {may && !KEPT.has(type) && (
            <Menu.Item
              color="wax"
              leftSection={<IconTrash size={18} />}
              onClick={() => setDeleting(true)}
            >
              {t('record.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {deleting && <DeleteDialog resource={resource} onClose={() => setDeleting(false)} />}
    </>
  );
}

/** Whose chart it is, and who may see it, is not taken out of a chart by hand. */
const KEPT = new Set(['Patient', 'Consent', 'AuditEvent', 'Provenance']);

const WITH_FORM = new Set([
  'AllergyIntolerance',
  'Condition',
  'Immunization',
  'MedicationStatement',
]);

/** Whether it is likely that a form can keep what it says; the form's own page knows for sure. */
function hasForm(resource: Resource): boolean {
  const { resourceType, valueQuantity, component } = resource;
  if (resourceType === 'Observation') return valueQuantity !== undefined || component !== undefined;
  if (resourceType === 'DocumentReference') return noteText(resource) !== undefined;
  return WITH_FORM.has(resourceType);
}

interface DeleteDialogProps {
  readonly resource: Resource;
  readonly onClose: () => void;
}

function DeleteDialog({ resource, onClose }: DeleteDialogProps): ReactNode {
  const t = useText();
  const words = useRecordWords();
  const { toChart } = useChartGo();
  const deletion = useDeleteRecord(resource, toChart);
  return (
    <ConfirmDialog
      opened
      title={t('record.delete.title')}
      action={t('record.delete.action')}
      busy={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    >
      {t('record.delete.words', { title: recordTitle(resource, words) })}
    </ConfirmDialog>
  );
}
