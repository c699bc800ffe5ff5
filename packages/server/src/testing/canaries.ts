/**
 * Marks everything in a chart that somebody wrote, so that a test can see whether any of it leaves.
 *
 * A canary is a word that is nowhere else, planted in every string but codes, ids and references (in those too, when asked
 * to), and in elements that the chart did not have: narratives, notes, displays, extensions, contained resources,
 * attachments, elements that FHIR does not know. Each is written in one of several ways, so that a view that passes on what
 * it can't read is found as well. Dates become dates of their own.
 */
import { Buffer } from 'node:buffer';
import type { StoredJson } from '../db/schema.ts';

export interface Planted {
  readonly chart: readonly StoredJson[];
  /** How many canaries there are. */
  readonly count: number;
  /** Every whole date, `YYYY-MM-DD`. Moved by the days that were said, none is another. */
  readonly days: ReadonlySet<string>;
}

export interface Planting {
  /** In codes and their systems too: what leaves then is what is no string at all. */
  readonly everywhere?: boolean;
  /** By how much dates are moved in the view under test. */
  readonly shiftDays: number;
  readonly now: Date;
}

export function plantCanaries(chart: readonly StoredJson[], planting: Planting): Planted {
  const state: State = { ...planting, planted: 0, days: new Set() };
  const planted = chart.map((resource) => plantResource(resource, state));
  return { chart: planted, count: state.planted, days: state.days };
}

/** What of a canary is in a text, however it is written; empty when there is none. */
export function canariesIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return MARKS.filter((mark) => lower.includes(mark.toLowerCase()));
}

interface State extends Planting {
  planted: number;
  readonly days: Set<string>;
}

type Writable = Record<string, unknown>;

const WORD = 'Qzxkanari';
const NUMBER = '73310773';

const WAYS: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `Mr. ${word.toUpperCase()}, born ${NUMBER}`,
  (word) => Buffer.from(word).toString('base64'),
  (word) => Buffer.from(word).toString('hex'),
  backwards,
  (word) => `https://${word}.example.test/${word}?name=${word}`,
  (word) => `${word}@example.test`,
  (_word) => NUMBER,
];

const MARKS = [
  WORD,
  NUMBER,
  Buffer.from(WORD).toString('base64'),
  Buffer.from(WORD).toString('hex'),
  backwards(WORD),
];

function backwards(word: string): string {
  return word.split('').toReversed().join('');
}

function canary(state: State): string {
  state.planted += 1;
  const letters = state.planted.toString(26).replace(/./g, letterOf);
  const write = WAYS[state.planted % WAYS.length];
  if (write === undefined) throw new Error('there is a way for each');
  return write(`${WORD}${letters}`);
}

function letterOf(digit: string): string {
  return String.fromCharCode(97 + Number.parseInt(digit, 26));
}

function plantResource(resource: StoredJson, state: State): StoredJson {
  const { resourceType } = resource;
  return {
    ...plantObject(resource, state),
    resourceType,
    id: resource['id'],
    meta: { source: canary(state), tag: [{ system: canary(state), code: canary(state) }] },
    implicitRules: canary(state),
    text: { status: 'generated', div: `<div>${canary(state)}</div>` },
    note: [
      { authorString: canary(state), time: dateLike('2020-01-01', state), text: canary(state) },
    ],
    comment: canary(state),
    conclusion: canary(state),
    description: canary(state),
    identifier: [
      { system: canary(state), value: canary(state), assigner: { display: canary(state) } },
    ],
    contained: [{ resourceType: 'Patient', id: 'p', name: [{ family: canary(state) }] }],
    photo: [
      { contentType: 'image/png', data: canary(state), url: canary(state), title: canary(state) },
    ],
    content: [{ attachment: { url: canary(state), title: `${canary(state)}.pdf` } }],
    _birthDate: { extension: [{ url: canary(state), valueString: canary(state) }] },
    [canary(state)]: canary(state),
  };
}

/** What people choose from a list and what machines write: kept, unless canaries are to be everywhere. */
const CHOSEN = new Set(
  'category class clinicalStatus comparator criticality currency gender intent lifecycleStatus outcome periodUnit priority severity status type unit use'.split(
    ' ',
  ),
);
const REFERENCE = /^[A-Z][A-Za-z]+\/[\da-f-]{36}$/;
const DATE = /^\d{4}(-\d{2}(-\d{2}(T.*)?)?)?$/;

function plant(value: unknown, key: string, state: State): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => plant(entry, key, state));
  if (typeof value === 'object' && value !== null) return plantObject(value, state);
  if (typeof value !== 'string') return value;
  if (key === 'reference' && REFERENCE.test(value)) return value;
  if (DATE.test(value)) return dateLike(value, state);
  return CHOSEN.has(key) && state.everywhere !== true ? value : canary(state);
}

/** Each object gets what any object in FHIR can have, and what its own kind can hold beside what it holds. */
function plantObject(object: object, state: State): Writable {
  const { system, code, reference, coding, value } = object as Writable;
  const planted: Writable = {};
  for (const [key, member] of Object.entries(object)) planted[key] = plant(member, key, state);
  planted['extension'] = [
    { url: canary(state), valueString: canary(state) },
    { url: canary(state), valueDecimal: Number(NUMBER) },
  ];
  planted['id'] = canary(state);
  if (typeof system === 'string' && typeof code === 'string' && state.everywhere !== true)
    Object.assign(planted, { system, code });
  if (typeof code === 'string')
    Object.assign(planted, { display: canary(state), version: canary(state) });
  if (reference !== undefined)
    Object.assign(planted, { display: canary(state), identifier: { value: canary(state) } });
  if (coding !== undefined) planted['text'] = canary(state);
  if (typeof value === 'number') planted['unit'] = canary(state);
  return planted;
}

const DAY_MS = 86_400_000;
const YEARS = 80;

/**
 * As long as the one that it stands for. Days lie in blocks of as many as dates are moved by, each second block, so that a
 * moved one is always outside.
 */
function dateLike(written: string, { days, shiftDays, now, planted }: State): string {
  const last = Math.floor(now.getTime() / DAY_MS) - 2 * shiftDays;
  const at = (planted * 7919 + days.size * 31) % (YEARS * 365);
  const day = last - at;
  const block = Math.floor(day / shiftDays);
  const inside = block % 2 === 0 ? day : day + shiftDays;
  const text = new Date(inside * DAY_MS).toISOString().slice(0, 10);
  if (written.length >= 10) days.add(text);
  return written.length > 10 ? `${text}T04:31:07+00:00` : text.slice(0, written.length);
}
