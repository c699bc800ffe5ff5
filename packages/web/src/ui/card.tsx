import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './card.module.css';

interface CardProps {
  readonly title?: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
  readonly tone?: 'plain' | 'tint' | 'warn' | 'danger';
  readonly children?: ReactNode;
}

/** A section on its own sheet; with a title it is a landmark that screen readers can jump to. */
export function Card({ title, icon, action, tone = 'plain', children }: CardProps): ReactNode {
  const titleId = useId();
  return (
    <section
      className={classes.card}
      data-tone={tone}
      aria-labelledby={title === undefined ? undefined : titleId}
    >
      {title !== undefined && (
        <div className={classes.head}>
          {icon && <span className={classes.icon}>{icon}</span>}
          <Title order={2} size="h4" id={titleId} className={classes.title ?? ''}>
            {title}
          </Title>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}
