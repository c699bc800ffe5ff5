import type { ReactNode } from 'react';
import classes from './item-list.module.css';

interface ItemListProps {
  readonly label: string;
  /** Below an item, for what belongs to it. */
  readonly nested?: boolean;
  /** `li` elements, each around an `Item`. */
  readonly children: ReactNode;
}

export function ItemList({ label, nested = false, children }: ItemListProps): ReactNode {
  return (
    <ul className={nested ? classes.nested : classes.list} aria-label={label}>
      {children}
    </ul>
  );
}

/** For a list that makes its own `ul`. */
export const itemListClass = classes.list;

interface ItemProps {
  readonly name: string;
  readonly badges?: ReactNode;
  /** One line each; what has nothing to say is left out. */
  readonly facts: readonly (string | false)[];
  readonly actions?: ReactNode;
}

/** One thing of many, what there is to know about it, and what can be done with it. */
export function Item({ name, badges, facts, actions }: ItemProps): ReactNode {
  return (
    <div className={classes.item}>
      <div className={classes.words}>
        <div className={classes.name}>
          {name}
          {badges}
        </div>
        {facts.map(
          (fact) =>
            fact !== false && (
              <p key={fact} className={classes.facts}>
                {fact}
              </p>
            ),
        )}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
