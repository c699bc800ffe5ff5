import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EVENT_RULES, SEVERITY, STATE_RULES, type EventRule } from './alert-rules.ts';

/** Holds docs/alerts.md to the rules: the one table of what alarms whom. */
const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/alerts.md'), 'utf8');

test('the tables of docs/alerts.md are those of the rules', () => {
  expect(rowsOf(page)).toEqual(expectedRows());
});

test('a threshold that the page tells otherwise is found', () => {
  const planted = page.replace('50 patients', '60 patients');
  expect(planted).not.toBe(page);
  expect(rowsOf(planted)).not.toEqual(expectedRows());
});

function expectedRows(): readonly string[] {
  const events = EVENT_RULES.map((rule) => [
    `\`${rule.rule}\``,
    SEVERITY[rule.rule],
    eventsOf(rule),
    rule.by,
    ...(rule.atLeast === 1
      ? ['each', 'at once']
      : [`${rule.atLeast} ${rule.counts}`, `${rule.withinMinutes} min`]),
  ]);
  const states = STATE_RULES.map(({ rule, when }) => [`\`${rule}\``, SEVERITY[rule], when]);
  return [...events, ...states].map((cells) => cells.join(' | '));
}

function eventsOf({ of, outcome, onlyAdministrators }: EventRule): string {
  const names = of === 'any' ? 'anything' : of.map((name) => `\`${name}\``).join(', ');
  const whose = onlyAdministrators === true ? ', by an administrator' : '';
  return `${outcome}: ${names}${whose}`;
}

function rowsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^\| `[a-z-]+` +\| (warning|critical)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    );
}
