import type { AuditCore } from '../../audit/index.ts';
import type { Tx } from '../../db/tx.ts';
import { readAdministrators, type Gate } from '../../gate/index.ts';
import { EVENT_RULES, isOf, type CountedBy, type EventRule } from './alert-rules.ts';
import type { PagedEvent } from './event-page-store.ts';
import { countInWindow, type Window } from './event-window-store.ts';
import type { KnownPatients } from './known-patients.ts';
import type { Raised } from './raise-alert.ts';

/** An event with its core; null where that was destroyed, undefined where it does not open. */
export interface ReadEvent extends PagedEvent {
  readonly opened: AuditCore | null | undefined;
}

export interface Page {
  readonly log: string;
  readonly events: readonly ReadEvent[];
  readonly nextLeaf: number;
}

/** Events of one page that are alike for one rule, oldest first. */
interface Group {
  readonly key: Buffer | null;
  readonly events: readonly ReadEvent[];
}

/** Which rules hold, now that this page is part of what is known. */
export async function judgePage(
  tx: Tx,
  gate: Gate,
  page: Page,
  known: KnownPatients,
): Promise<readonly Raised[]> {
  const raised: Raised[] = [];
  for (const rule of EVENT_RULES) {
    const events = await matching(tx, gate, rule, page.events);
    const groups = groupsOf(rule, events).filter(
      ({ events: alike }) => rule.counts === 'events' || known.hasNew(rule, alike),
    );
    if (groups.length === 0) continue;
    const totals = await totalsOf(tx, rule, groups, page);
    for (const [at, group] of groups.entries()) {
      const total = totals[at] ?? 0;
      if (total >= rule.atLeast) raised.push(raisedBy(rule, group, total));
    }
  }
  return raised;
}

async function matching(
  tx: Tx,
  gate: Gate,
  rule: EventRule,
  events: readonly ReadEvent[],
): Promise<readonly ReadEvent[]> {
  const found = events.filter((event) => isOf(rule, event));
  if (found.length === 0 || rule.onlyAdministrators !== true) return found;
  const administrators = new Set(await readAdministrators(tx, gate.hashes));
  return found.filter(({ personId }) => personId !== null && administrators.has(personId));
}

function groupsOf(rule: EventRule, events: readonly ReadEvent[]): readonly Group[] {
  const groups = new Map<string, { key: Buffer | null; events: ReadEvent[] }>();
  for (const event of events) {
    const key = keyOf(rule.by, event);
    // What is told each time is told, whoever it was; a number of times needs somebody to be counted for.
    if (key === null && rule.by !== 'everybody' && rule.atLeast > 1) continue;
    const name = key?.toString('hex') ?? '';
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { key, events: [event] });
    else group.events.push(event);
  }
  return [...groups.values()];
}

function keyOf(by: CountedBy, event: PagedEvent): Buffer | null {
  return by === 'everybody' ? null : event[by];
}

/** One query for all groups of a rule: from the first event of the page back by the window. */
async function totalsOf(
  tx: Tx,
  rule: EventRule,
  groups: readonly Group[],
  { log, nextLeaf }: Page,
): Promise<readonly number[]> {
  if (rule.atLeast === 1) return groups.map(({ events }) => sum(events));
  const firstMs = Math.min(...groups.flatMap(({ events }) => events.map(occurredAtMs)));
  const sinceMs = firstMs - rule.withinMinutes * 60_000;
  const window: Window = { log, beforeLeaf: nextLeaf, sinceMs };
  const keys = groups.map(({ key }) => key ?? Buffer.alloc(0));
  const counted = await countInWindow(tx, rule, keys, window);
  const byKey = new Map(counted.map(({ key, count }) => [key.toString('hex'), count]));
  return keys.map((key) => byKey.get(key.toString('hex')) ?? 0);
}

function raisedBy(rule: EventRule, { key, events }: Group, total: number): Raised {
  const newest = events.at(-1);
  if (newest === undefined) throw new Error('a group has an event');
  return {
    rule: rule.rule,
    about: key,
    whom: whomOf(rule.by, newest),
    eventIds: events.map(({ eventId }) => eventId).toReversed(),
    at: new Date(newest.occurredAtMs),
    total,
    more: rule.counts === 'patients' ? undefined : sum(events),
  };
}

function whomOf(by: CountedBy, { personId, opened }: ReadEvent): Raised['whom'] {
  switch (by) {
    case 'account':
      return { personId, address: null };
    case 'address':
      return { personId: null, address: opened?.address ?? null };
    case 'actor':
      return { personId: opened?.actor.personId ?? null, address: null };
    case 'everybody':
      return { personId: null, address: null };
  }
}

function sum(events: readonly ReadEvent[]): number {
  return events.reduce((total, { repeated }) => total + repeated, 0);
}

function occurredAtMs(event: PagedEvent): number {
  return event.occurredAtMs;
}
