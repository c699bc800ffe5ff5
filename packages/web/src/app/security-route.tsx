import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SecurityPage } from '../features/security/index.ts';

export function SecurityRoute(): ReactNode {
  const navigate = useNavigate();
  return <SecurityPage onDeactivated={() => void navigate({ to: '/' })} />;
}
