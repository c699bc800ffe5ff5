import type { ReactNode } from 'react';
import { SharedPage } from '../features/sharing/index.ts';
import { useHashToken } from './use-hash-token.ts';

export function SharedRoute(): ReactNode {
  return <SharedPage token={useHashToken()} />;
}
