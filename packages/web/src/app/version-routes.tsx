import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { VersionsPage } from '../features/versions/index.ts';

/** Of one's own chart, or of the one that is open. */
export function VersionsRoute(): ReactNode {
  const { type = '', id = '' } = useParams({ strict: false });
  return <VersionsPage key={`${type}/${id}`} type={type} id={id} />;
}
