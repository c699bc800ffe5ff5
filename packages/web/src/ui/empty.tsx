import { Group, Text as Words, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  /** The next step: no page ends in nothing. */
  readonly actions?: ReactNode;
}

export function Empty({ icon, title, children, actions }: EmptyProps): ReactNode {
  return (
    <section className={classes.empty}>
      <span className={classes.icon}>{icon}</span>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Words mt="xs" mx="auto" className={classes.words ?? ''}>
        {children}
      </Words>
      {actions && (
        <Group justify="center" mt="md">
          {actions}
        </Group>
      )}
    </section>
  );
}
