import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  /** Pairs of what it is and its value; a `code` value is set in a fixed-width face. */
  readonly facts: readonly {
    readonly name: string;
    readonly value: string;
    readonly code?: true;
  }[];
}

export function Facts({ facts }: FactsProps): ReactNode {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, code }) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd className={code ? classes.code : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
