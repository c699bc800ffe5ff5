import { z } from 'zod';
import type { RestrictionKind } from '../db/schema.ts';
import { VaultError } from './vault-error.ts';

/** One thing that a restored database must do again before it serves. Numbers begin at 1 and have no gaps. */
export interface Restriction {
  readonly number: number;
  readonly kind: RestrictionKind;
  readonly personId: string;
  readonly madeAt: Date;
}

const FORMAT = 'wardkeep-restrictions/1';
const KINDS = [
  'person-erased',
  'person-suspended',
  'person-resumed',
  'person-held',
  'person-released',
] as const satisfies readonly RestrictionKind[];
const LINE = /^(\d+) (person-[a-z]+) ([0-9a-f-]{36}) (\S+)$/;
const Line = z.object({
  number: z.coerce.number().int().positive(),
  kind: z.enum(KINDS),
  personId: z.uuid(),
  madeAt: z.iso.datetime(),
});

/** What is signed: docs/formats/restriction-list.md. */
export function restrictionText(installationId: string, list: readonly Restriction[]): string {
  const lines = list.map(
    ({ number, kind, personId, madeAt }) =>
      `${number} ${kind} ${personId} ${madeAt.toISOString()}\n`,
  );
  return `${FORMAT}\n${installationId}\n${list.length}\n${lines.join('')}`;
}

/**
 * Reads a text whose signature was checked.
 * @throws {@link VaultError} `key_store_damaged` unless it is spelled exactly as the format says, of this installation.
 */
export function parseRestrictions(text: string, installationId: string): readonly Restriction[] {
  const [, , count = '', ...lines] = text.split('\n');
  const list = lines.slice(0, -1).map(parseLine);
  // One spelling: whatever is written back differently was not written by this program.
  const isCanonical =
    count === String(list.length) &&
    list.every((each, index) => each.number === index + 1) &&
    restrictionText(installationId, list) === text;
  if (!isCanonical) throw damagedRestrictions();
  return list;
}

export interface ComparedLists {
  /** In the table and not in the signed list: committed, and the process died before the list was written. */
  readonly onlyInTable: readonly Restriction[];
  /** In the signed list and not in the table: the database is older than the list. */
  readonly onlyInList: readonly Restriction[];
}

export function compareRestrictions(
  list: readonly Restriction[],
  table: readonly Restriction[],
): ComparedLists {
  return { onlyInTable: without(table, list), onlyInList: without(list, table) };
}

/**
 * @throws {@link VaultError} `restriction_list_short` when the list that an operator gives lacks what another one holds:
 * whoever was erased or suspended since would come back.
 */
export function refuseShortList(
  given: readonly Restriction[],
  held: readonly (readonly Restriction[])[],
): void {
  const missing = Math.max(0, ...held.map((each) => without(each, given).length));
  if (missing === 0) return;
  throw new VaultError(
    'restriction_list_short',
    `The list of erasures and suspensions lacks ${missing} that are known here. Give the newest one.`,
  );
}

export function damagedRestrictions(cause?: unknown): VaultError {
  return new VaultError(
    'key_store_damaged',
    'restrictions.note of the key store is not the signed list of this installation. Put a copy of it back.',
    { cause },
  );
}

function without(
  list: readonly Restriction[],
  others: readonly Restriction[],
): readonly Restriction[] {
  const known = new Set(others.map(keyOf));
  return list.filter((each) => !known.has(keyOf(each)));
}

function keyOf({ kind, personId, madeAt }: Restriction): string {
  return `${kind} ${personId} ${madeAt.getTime()}`;
}

function parseLine(line: string): Restriction {
  const [, number, kind, personId, madeAt] = LINE.exec(line) ?? [];
  const parsed = Line.safeParse({ number, kind, personId, madeAt });
  if (!parsed.success) throw damagedRestrictions();
  return { ...parsed.data, madeAt: new Date(parsed.data.madeAt) };
}
