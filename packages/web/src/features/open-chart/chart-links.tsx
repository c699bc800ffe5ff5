import type { AnchorProps, ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { useOpenChart } from './open-chart.tsx';

const OWN = {
  chart: '/chart',
  /** The chart, ready for ticking what to share. */
  share: '/chart',
  documents: '/documents',
  import: '/import',
} as const;
const THEIRS = {
  chart: '/people/$patientId/chart',
  share: '/people/$patientId/chart',
  documents: '/people/$patientId/documents',
  import: '/people/$patientId/import',
} as const;

interface PlaceProps {
  readonly place: keyof typeof OWN;
  readonly children: ReactNode;
}

const searchOf = (place: PlaceProps['place']) => (place === 'share' ? { share: true } : {});

/** A link to another page of the chart that is open, in the text. */
export function ChartAnchor({
  place,
  ...rest
}: PlaceProps & Pick<AnchorProps, 'className'>): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  const search = searchOf(place);
  if (isOwn || patientId === undefined)
    return <AnchorLink to={OWN[place]} search={search} {...rest} />;
  return <AnchorLink to={THEIRS[place]} params={{ patientId }} search={search} {...rest} />;
}

/** The same, looking like a button. */
export function ChartButton({
  place,
  ...rest
}: PlaceProps & Pick<ButtonProps, 'variant' | 'size' | 'leftSection'>): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  const search = searchOf(place);
  if (isOwn || patientId === undefined)
    return <ButtonLink to={OWN[place]} search={search} {...rest} />;
  return <ButtonLink to={THEIRS[place]} params={{ patientId }} search={search} {...rest} />;
}

interface RecordAnchorProps extends Pick<AnchorProps, 'className' | 'inherit'> {
  readonly type: string;
  readonly id: string;
  readonly children: ReactNode;
}

/** A link to one record of the chart that is open; its words alone where records can't be opened. */
export function RecordAnchor({ type, id, ...rest }: RecordAnchorProps): ReactNode {
  const { patientId, isOwn, rights } = useOpenChart();
  if (!rights.openRecords) return <span className={rest.className}>{rest.children}</span>;
  if (isOwn || patientId === undefined)
    return <AnchorLink to="/records/$type/$id" params={{ type, id }} {...rest} />;
  return (
    <AnchorLink
      to="/people/$patientId/records/$type/$id"
      params={{ patientId, type, id }}
      {...rest}
    />
  );
}
