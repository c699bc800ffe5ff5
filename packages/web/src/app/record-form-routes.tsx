import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AddRecordPage, EditRecordPage } from '../features/record-forms/index.ts';

/** Of one's own chart, or of the one that is open. */
export function AddRecordRoute(): ReactNode {
  const { kind = '' } = useParams({ strict: false });
  return <AddRecordPage key={kind} kind={kind} />;
}

export function EditRecordRoute(): ReactNode {
  const { type = '', id = '' } = useParams({ strict: false });
  return <EditRecordPage key={`${type}/${id}`} type={type} id={id} />;
}
