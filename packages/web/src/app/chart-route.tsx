import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmergencyNews } from '../features/emergency/index.ts';
import { ChartPage } from '../features/patients/index.ts';

export function ChartRoute(): ReactNode {
  const { share } = useSearch({ from: '/member/chart' });
  const navigate = useNavigate();
  return (
    <ChartPage
      top={<EmergencyNews />}
      sharing={share ?? false}
      onSharing={(sharing) =>
        void navigate({
          to: '/chart',
          search: sharing ? { share: true } : {},
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
