import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlus } from '@tabler/icons-react';
import type { ChartEntry } from '@wardkeep/contract';
import { type ReactNode, useId, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { useText } from '../../ui/text.ts';
import { AddButton, mayAdd, useOpenChart } from '../open-chart/index.ts';
import { hasRecord, withRecords } from '../sharing/index.ts';
import type { AllergyFacts } from './allergy-facts.ts';
import { CareBadges } from './care-badges.tsx';
import classes from './chart-sections.module.css';
import { useChoosing } from './choosing.tsx';
import { ChooseAll } from './choose-all.tsx';
import { EntryLine } from './entry-line.tsx';

interface EntrySectionProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly entries: readonly ChartEntry[];
  /** What is over: folded away below, unless somebody chooses what to share. */
  readonly earlier?: readonly ChartEntry[];
  /** Said instead of an empty list: that nothing is known is an answer too. */
  readonly none: string;
  /** Above the list: what holds for all of it. */
  readonly top?: ReactNode;
  readonly add?: AddLinkProps;
  /** Of allergies, by their ids: how careful one has to be. */
  readonly badges?: ReadonlyMap<string, AllergyFacts>;
}

const SHOWN = 6;

export function EntrySection(props: EntrySectionProps): ReactNode {
  const { title, icon, entries, earlier = [], none, top, add, badges } = props;
  const { active, selection, setSelection } = useChoosing();
  const all = [...entries, ...earlier];
  const line = (entry: ChartEntry): ReactNode => (
    <EntryLine
      key={`${entry.type}/${entry.id}`}
      entry={entry}
      badges={<CareBadges facts={badges?.get(entry.id)} />}
    />
  );
  return (
    <Card
      title={title}
      icon={icon}
      action={
        active
          ? all.length > 0 && (
              <ChooseAll
                section={title}
                total={all.length}
                chosen={all.filter((entry) => hasRecord(selection, entry)).length}
                onChange={(chosen) => setSelection(withRecords(selection, all, chosen))}
              />
            )
          : add && <AddLink {...add} />
      }
    >
      {top}
      {all.length === 0 && !top && <span className={classes.none}>{none}</span>}
      {entries.length > 0 && (
        <CollapsedList items={entries} most={SHOWN} className={classes.list} render={line} />
      )}
      {earlier.length > 0 && <Earlier entries={earlier} line={line} isOpen={active} />}
    </Card>
  );
}

interface AddLinkProps {
  /** As the forms call it, and what it makes. */
  readonly kind: string;
  readonly type: string;
  readonly label: string;
}

/** Where something new can be written in; its words are for who does not see beside what it stands. */
export function AddLink({ kind, type, label }: AddLinkProps): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  const { active } = useChoosing();
  if (active || !mayAdd(rights, type)) return null;
  return (
    <AddButton
      kind={kind}
      variant="subtle"
      size="compact-md"
      leftSection={<IconPlus size={16} />}
      aria-label={label}
    >
      {t('chart.add')}
    </AddButton>
  );
}

interface EarlierProps {
  readonly entries: readonly ChartEntry[];
  readonly line: (entry: ChartEntry) => ReactNode;
  readonly isOpen: boolean;
}

function Earlier({ entries, line, isOpen }: EarlierProps): ReactNode {
  const t = useText();
  const listId = useId();
  const [asked, setAsked] = useState(false);
  const open = asked || isOpen;
  return (
    <div className={classes.earlier}>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setAsked(!open)}
        rightSection={open ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
      >
        {t('chart.earlier', { count: entries.length })}
      </Button>
      <ul id={listId} className={classes.list} hidden={!open}>
        {open && entries.map(line)}
      </ul>
    </div>
  );
}
