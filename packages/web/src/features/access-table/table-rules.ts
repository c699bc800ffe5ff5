import {
  ACTIONS,
  type Action,
  type ReplyOf,
  type Role,
  type readAccessTable,
} from '@wardkeep/contract';

export type AccessRow = ReplyOf<typeof readAccessTable>['rows'][number];

/** By what actions begin with; what none of them names is in the last. */
const AREA_PREFIXES = {
  charts: ['chart', 'record', 'document', 'share', 'export', 'patient'],
  consents: ['consent', 'relationship', 'care-team'],
  dependants: ['dependant', 'guardian'],
  emergencies: ['emergency', 'pseudonym'],
  log: ['audit', 'audit-event', 'access-table', 'alert', 'security'],
  erasure: ['erasure'],
  organisations: ['organisation'],
  accounts: [
    'account',
    'account-recovery',
    'device',
    'invitation',
    'passkey',
    'recovery-codes',
    'session',
    'totp',
  ],
  system: [],
} as const satisfies Record<string, readonly string[]>;

export type Area = keyof typeof AREA_PREFIXES;

export interface AreaRows {
  readonly area: Area;
  readonly rows: readonly AccessRow[];
}

/** Areas that hold something, each with its rows. */
export function byArea(rows: readonly AccessRow[]): readonly AreaRows[] {
  // `as`: the keys of the record above
  const areas = Object.keys(AREA_PREFIXES) as Area[];
  return areas
    .map((area) => ({ area, rows: rows.filter(({ action }) => areaOf(action) === area) }))
    .filter((one) => one.rows.length > 0);
}

function areaOf(action: string): Area {
  const prefix = action.split('.')[0] ?? '';
  // `as`: the entries of the record above
  const areas = Object.entries(AREA_PREFIXES) as [Area, readonly string[]][];
  return areas.find(([, prefixes]) => prefixes.includes(prefix))?.[0] ?? 'system';
}

/** How somebody comes to be let in, as the server names it. */
export const WAYS = [
  'role',
  'administration',
  'self',
  'guardian',
  'consent',
  'care-team',
  'emergency',
  'search',
  'new',
  'offer',
  'membership',
] as const;
export type Way = (typeof WAYS)[number];

/** A newer server can name one that this page has no words for: it is shown as it is. */
export function isWay(way: string): way is Way {
  return WAYS.some((one) => one === way);
}

export function isAction(action: string): action is Action {
  return ACTIONS.some((one) => one === action);
}

/** Whose words, or whose code, hold everything that was typed. */
export function rowsMatching(
  rows: readonly AccessRow[],
  wanted: string,
  wordsOf: (row: AccessRow) => string,
): readonly AccessRow[] {
  const parts = plain(wanted).split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = plain(`${row.action} ${wordsOf(row)}`);
    return parts.every((part) => text.includes(part));
  });
}

function plain(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase();
}

/** What a role may do at all, by itself or as anybody may. */
export function rowsOf(rows: readonly AccessRow[], role: Role): readonly AccessRow[] {
  return rows.filter(({ by, anyone }) => anyone || (by[role] ?? []).length > 0);
}
