import { useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { RecordPage } from '../features/records/index.ts';
import { ShareButton } from '../features/sharing/index.ts';

/** Brings records and sharing together, so that neither needs to know the other. */
export function RecordRoute(): ReactNode {
  const { type, id } = useParams({ from: '/member/records/$type/$id' });
  const selection = useMemo(() => ({ records: [{ type, id }], documents: [] }), [type, id]);
  return (
    <RecordPage
      key={`${type}/${id}`}
      type={type}
      id={id}
      actions={<ShareButton selection={selection} />}
    />
  );
}
