import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErasedPage, ErasurePage } from '../features/erasure/index.ts';
import { useHashToken } from './use-hash-token.ts';

export function ErasureRoute(): ReactNode {
  const navigate = useNavigate();
  return (
    <ErasurePage
      onConfirmed={(token) => void navigate({ to: '/erased', hash: token, replace: true })}
    />
  );
}

export function ErasedRoute(): ReactNode {
  return <ErasedPage token={useHashToken()} />;
}
