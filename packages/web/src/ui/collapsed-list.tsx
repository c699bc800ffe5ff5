import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useText } from './text.ts';

interface CollapsedListProps<T> {
  readonly items: readonly T[];
  /** How many are shown before somebody asks for all. */
  readonly most: number;
  readonly className?: string | undefined;
  readonly label?: string;
  readonly render: (item: T) => ReactNode;
}

/** A list that starts short and says how long it is. */
export function CollapsedList<T>(props: CollapsedListProps<T>): ReactNode {
  const t = useText();
  const listId = useId();
  const [open, setOpen] = useState(false);
  const long = props.items.length > props.most;
  const shown = open ? props.items : props.items.slice(0, props.most);
  return (
    <>
      <ul id={listId} className={props.className} aria-label={props.label}>
        {shown.map(props.render)}
      </ul>
      {long && (
        <Button
          mt="xs"
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          aria-controls={listId}
          onClick={() => setOpen(!open)}
          rightSection={open ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        >
          {open ? t('list.showFewer') : t('list.showAll', { count: props.items.length })}
        </Button>
      )}
    </>
  );
}
