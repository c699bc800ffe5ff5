import type { AnchorProps, ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { useOpenChart } from '../open-chart/index.ts';

interface LinkProps extends Pick<ButtonProps, 'variant' | 'size' | 'leftSection'> {
  readonly children: ReactNode;
}

export function InviteLink(props: LinkProps): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined) return <ButtonLink to="/consents/invite" {...props} />;
  return <ButtonLink to="/people/$patientId/consents/invite" params={{ patientId }} {...props} />;
}

export function AllConsentsLink(props: LinkProps): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined) return <ButtonLink to="/consents" {...props} />;
  return <ButtonLink to="/people/$patientId/consents" params={{ patientId }} {...props} />;
}

interface AnchorLinkProps extends Pick<AnchorProps, 'className'> {
  readonly children: ReactNode;
}

/** The same, in the text. */
export function AllConsentsAnchor(props: AnchorLinkProps): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined) return <AnchorLink to="/consents" {...props} />;
  return <AnchorLink to="/people/$patientId/consents" params={{ patientId }} {...props} />;
}

interface ConsentLinkProps extends LinkProps {
  readonly consentId: string;
  readonly 'aria-label'?: string;
}

export function ConsentLink({ consentId, ...rest }: ConsentLinkProps): ReactNode {
  const { patientId, isOwn } = useOpenChart();
  if (isOwn || patientId === undefined)
    return <ButtonLink to="/consents/$consentId" params={{ consentId }} {...rest} />;
  return (
    <ButtonLink
      to="/people/$patientId/consents/$consentId"
      params={{ patientId, consentId }}
      {...rest}
    />
  );
}
