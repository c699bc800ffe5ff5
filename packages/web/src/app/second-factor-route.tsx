import { useRouter, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SecondFactorPage } from '../features/second-factors/index.ts';
import { useAccount } from '../features/sessions/index.ts';
import { backWithToken } from './back-path.ts';
import { useHashToken } from './use-hash-token.ts';

export function SecondFactorRoute(): ReactNode {
  const { back } = useSearch({ from: '/enrolling/account/second-factor' });
  const router = useRouter();
  const hash = useHashToken();
  const account = useAccount();
  return (
    <SecondFactorPage
      isRequired={account !== null && account.session.role !== 'patient'}
      onDone={() => router.history.push(backWithToken(back, hash))}
    />
  );
}
