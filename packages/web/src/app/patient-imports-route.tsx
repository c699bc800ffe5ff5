import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PatientImportsPage } from '../features/patient-imports/index.ts';

export function PatientImportsRoute(): ReactNode {
  const { organisation } = useSearch({ from: '/member/people/import' });
  const navigate = useNavigate();
  return (
    <PatientImportsPage
      organisationId={organisation}
      onOrganisation={(chosen) =>
        void navigate({
          to: '/people/import',
          search: chosen === undefined ? {} : { organisation: chosen },
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
