import { Button, Chip, Stack, Text as Words } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { RecordAnchor } from '../open-chart/index.ts';
import { type ChartItem, SECTIONS, type SectionName } from './chart-items.ts';
import { type TimelineDay, type TimelineYear, timelineOf } from './timeline-rules.ts';
import classes from './timeline.module.css';

/** Everything with a date, newest first; of all kinds, or of those that are chosen. */
export function Timeline({ items }: { readonly items: readonly ChartItem[] }): ReactNode {
  const t = useText();
  const [kinds, setKinds] = useState<readonly SectionName[]>([]);
  const [years, setYears] = useState(YEARS);
  const all = useMemo(() => timelineOf(items, kinds), [items, kinds]);
  const shown = firstYears(all, years);
  const hidden = all.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  return (
    <Card title={t('timeline.title')}>
      <Kinds items={items} kinds={kinds} onChange={setKinds} />
      {all.length === 0 && <Words c="dimmed">{t('timeline.none')}</Words>}
      <div className={classes.years}>
        {shown.map((year) => (
          <Year key={year.year} year={year} />
        ))}
      </div>
      {hidden > 0 && (
        <Button variant="default" mt="md" onClick={() => setYears(years + YEARS)}>
          {t('timeline.earlier', { count: hidden })}
        </Button>
      )}
    </Card>
  );
}

const YEARS = 3;
const ENTRIES = 200;

/** So many years, and fewer where they are full: a long life has thousands of entries. */
function firstYears(all: readonly TimelineYear[], most: number): readonly TimelineYear[] {
  if (all.reduce((sum, { count }) => sum + count, 0) <= ENTRIES) return all;
  let count = 0;
  const end = all.findIndex((year, place) => {
    const isFull = place >= most || (place > 0 && count > (ENTRIES * most) / YEARS);
    count += year.count;
    return isFull;
  });
  return end < 0 ? all : all.slice(0, end);
}

interface KindsProps {
  readonly items: readonly ChartItem[];
  readonly kinds: readonly SectionName[];
  readonly onChange: (kinds: readonly SectionName[]) => void;
}

function Kinds({ items, kinds, onChange }: KindsProps): ReactNode {
  const t = useText();
  const there = SECTIONS.filter((section) => items.some((item) => item.section === section));
  return (
    <fieldset className={classes.kinds}>
      <legend className={classes.legend}>{t('timeline.kinds')}</legend>
      <Chip.Group
        multiple
        value={[...kinds]}
        onChange={(chosen) => onChange(SECTIONS.filter((section) => chosen.includes(section)))}
      >
        {there.map((section) => (
          <Chip key={section} value={section} variant="outline" size="sm">
            {t(`chart.${section}`)}
          </Chip>
        ))}
      </Chip.Group>
    </fieldset>
  );
}

function Year({ year }: { readonly year: TimelineYear }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <section className={classes.year}>
      <h3 className={classes.number}>{year.year === '' ? t('timeline.undated') : year.year}</h3>
      <Stack gap="md" className={classes.months ?? ''}>
        {year.months.map(({ month, days }) => (
          <section key={month}>
            {month.length === 7 && <h4 className={classes.month}>{format.fhirDate(month)}</h4>}
            <ol className={classes.days}>
              {days.map((day) => (
                <Day key={day.day} day={day} />
              ))}
            </ol>
          </section>
        ))}
      </Stack>
    </section>
  );
}

const SHOWN = 6;

function Day({ day: { day, items } }: { readonly day: TimelineDay }): ReactNode {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const shown = open ? items : items.slice(0, SHOWN);
  return (
    <li className={classes.day}>
      {day.length === 10 && <div className={classes.date}>{format.fhirDay(day)}</div>}
      <ul className={classes.entries}>
        {shown.map((item) => (
          <li key={`${item.type}/${item.id} ${item.title}`} className={classes.entry}>
            <span className={classes.kind}>{t(`timeline.${item.section}`)}</span>
            <span className={classes.words}>
              <RecordAnchor type={item.type} id={item.id} className={classes.title ?? ''}>
                {item.title}
              </RecordAnchor>
              {item.detail !== null && <span className={classes.detail}> {item.detail}</span>}
            </span>
          </li>
        ))}
      </ul>
      {items.length > SHOWN && !open && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
          {t('list.showAll', { count: items.length })}
        </Button>
      )}
    </li>
  );
}
