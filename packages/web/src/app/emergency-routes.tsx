import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmergencyPage } from '../features/emergency/index.ts';

export function EmergencyRoute(): ReactNode {
  const navigate = useNavigate();
  return (
    <EmergencyPage
      onOpened={(patientId) =>
        void navigate({ to: '/people/$patientId/chart', params: { patientId } })
      }
    />
  );
}
