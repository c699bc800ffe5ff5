import { Group, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page.module.css';
import { useText } from './text.ts';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly width?: 'narrow' | 'middle' | 'wide';
  readonly children?: ReactNode;
}

/** Every page: one `h1`, the document's title, and the focus on it after a navigation. */
export function Page({ title, lead, actions, width = 'wide', children }: PageProps): ReactNode {
  return (
    <div className={classes.page} data-width={width}>
      <div className={classes.head}>
        <div>
          <PageTitle>{title}</PageTitle>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && (
          <Group gap="sm" className="wk-no-print">
            {actions}
          </Group>
        )}
      </div>
      {children}
    </div>
  );
}

export function PageTitle({ children }: { readonly children: string }): ReactNode {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('app.pageTitle', { page: children });
  }, [children, t]);
  useEffect(() => {
    // The first page of a visit leaves the focus at the start, where the skip link is.
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <Title order={1} ref={heading} tabIndex={-1} className={classes.title ?? ''}>
      {children}
    </Title>
  );
}

let arrived = false;
