import type { Resource } from '@wardkeep/contract';
import type { MessageKey } from '../../ui/text.ts';
import type { Concept } from './concepts.ts';

/** What stands in the fields, by their names; what is empty is not said. */
export type Values = Readonly<Record<string, string>>;

export interface Choice {
  readonly value: string;
  readonly words: MessageKey;
}

interface AnyField {
  readonly name: string;
  readonly label: MessageKey;
  readonly hint?: MessageKey;
  /** Elements of the resource that this field fills: what the server says of them is shown here. */
  readonly elements: readonly string[];
  readonly isNeeded?: true;
  /** Stands beside the one before it, where there is room. */
  readonly isHalf?: true;
}

export type Field = AnyField &
  (
    | { readonly as: 'concept'; readonly concepts: readonly Concept[] }
    | { readonly as: 'choice'; readonly choices: readonly Choice[] }
    /** As precise as it is known: a day, a month or a year. */
    | { readonly as: 'date' }
    | { readonly as: 'moment' }
    | { readonly as: 'number' }
    | { readonly as: 'line' }
    | { readonly as: 'words'; readonly rows?: number }
  );

/** What a form knows of the world around it. */
export interface Writing {
  readonly patientId: string;
  readonly now: Date;
  /** What a concept of the lists is called on this page. */
  readonly nameOf: (concept: Concept) => string;
  /** For sentences that a form puts together itself. */
  readonly say: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
}

export type Faults = Readonly<Record<string, MessageKey>>;

/** One kind of record that people add and change by hand. */
export interface RecordForm {
  readonly type: string;
  readonly title: MessageKey;
  readonly editTitle: MessageKey;
  readonly fields: (values: Values) => readonly Field[];
  /** What an empty form begins with. */
  readonly begin: (now: Date) => Values;
  /** Undefined when the record says something that these fields could not keep. */
  readonly read: (resource: Resource) => Values | undefined;
  /** What the fields say, put over what was there: elements without a field stay. */
  readonly write: (values: Values, base: Resource | undefined, writing: Writing) => Resource;
  readonly check?: (values: Values) => Faults;
  /** What else changes when one field does. */
  readonly follow?: (values: Values, changed: string) => Values;
}

/** Fields that are asked for and empty, and what the form itself finds. */
export function faultsOf(form: RecordForm, values: Values): Faults {
  const missing = form
    .fields(values)
    .filter(({ name, isNeeded }) => isNeeded && (values[name] ?? '').trim() === '')
    .map(({ name }): [string, MessageKey] => [name, 'form.missing']);
  return { ...form.check?.(values), ...Object.fromEntries(missing) };
}

/**
 * After somebody else changed the record: what was changed in the fields stays, what was not touched becomes theirs.
 *
 * @param was - What the fields began with.
 */
export function mergedValues(mine: Values, was: Values, theirs: Values): Values {
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const touched = (mine[name] ?? '') !== (was[name] ?? '');
      return [name, (touched ? mine[name] : theirs[name]) ?? ''];
    }),
  );
}
