import type { ButtonProps } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/links.tsx';
import { useOpenChart } from './open-chart.tsx';

interface LinkProps extends Pick<ButtonProps, 'variant' | 'size' | 'leftSection'> {
  readonly children?: ReactNode;
  readonly 'aria-label'?: string;
}

interface RecordButtonProps extends LinkProps {
  /** What is to be done with the record. */
  readonly page: 'edit' | 'versions';
  readonly type: string;
  readonly id: string;
}

const OWN = { edit: '/records/$type/$id/edit', versions: '/records/$type/$id/versions' } as const;
const THEIRS = {
  edit: '/people/$patientId/records/$type/$id/edit',
  versions: '/people/$patientId/records/$type/$id/versions',
} as const;

/** A link to what can be done with one record of the chart that is open. */
export function RecordButton({ page, type, id, ...rest }: RecordButtonProps): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined)
    return <ButtonLink to={OWN[page]} params={{ type, id }} {...rest} />;
  return <ButtonLink to={THEIRS[page]} params={{ patientId, type, id }} {...rest} />;
}

interface AddButtonProps extends LinkProps {
  /** As the forms call it. */
  readonly kind: string;
}

/** A link to the form for something new. */
export function AddButton({ kind, ...rest }: AddButtonProps): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined)
    return <ButtonLink to="/add/$kind" params={{ kind }} {...rest} />;
  return <ButtonLink to="/people/$patientId/add/$kind" params={{ patientId, kind }} {...rest} />;
}

/** Where to go in the chart that is open, once something is done. */
export function useChartGo(): {
  readonly toChart: () => void;
  readonly toRecord: (type: string, id: string) => void;
  readonly toForm: (kind: string) => void;
} {
  const navigate = useNavigate();
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined)
    return {
      toChart: () => void navigate({ to: '/chart' }),
      toRecord: (type, id) => void navigate({ to: '/records/$type/$id', params: { type, id } }),
      toForm: (kind) => void navigate({ to: '/add/$kind', params: { kind } }),
    };
  return {
    toChart: () => void navigate({ to: '/people/$patientId/chart', params: { patientId } }),
    toRecord: (type, id) =>
      void navigate({
        to: '/people/$patientId/records/$type/$id',
        params: { patientId, type, id },
      }),
    toForm: (kind) =>
      void navigate({ to: '/people/$patientId/add/$kind', params: { patientId, kind } }),
  };
}
