/**
 * Writes docs/access.md: who may do what, for people, from the table that the gate decides by. A page that is written by
 * hand would be true until the next change; a test compares this one with the table.
 *
 * `node tools/access-page.ts`
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROLES, type Action } from '../packages/contract/src/index.ts';
import {
  accessRows,
  type AccessRow,
  type Way,
} from '../packages/server/src/features/access-table/index.ts';

export const ACCESS_PAGE = path.resolve(import.meta.dirname, '../docs/access.md');

/** What each word in the table means, in the order in which the page explains them. */
const WORDS: Readonly<Record<Way, readonly [word: string, meaning: string]>> = {
  self: ['own', 'their own account and their own chart'],
  guardian: [
    'dependant',
    'the chart of somebody whom they look after, until the age of `WARDKEEP_GUARDIANSHIP_ENDS_AT`. Only handing over goes on after it',
  ],
  consent: [
    'consent',
    'the chart of a patient who consented to it, and whose offer they accepted: the kinds of record and the sensitive ones that the consent names, until it ends. To write or to share, the consent has to allow that too',
  ],
  'care-team': [
    'team',
    'the same for a care team: whoever accepted for it, and the colleagues whom they added, while they work in that organisation',
  ],
  emergency: ['emergency', 'the chart of a patient whose glass they broke, while that lasts'],
  search: [
    'search',
    'finds one person by an exact identifier, or full name and birth date, with a reason: it breaks the glass, and opens nothing by itself',
  ],
  new: [
    'new',
    'makes a person, and is their guardian from then on; of a patient whom staff import, their organisation has the care',
  ],
  offer: ['offer', 'whoever holds the link of an offer: its own words, and nothing of the chart'],
  membership: [
    'directory',
    'the directory of an organisation in which they work: its people, places and medicines. Never a chart',
  ],
  administration: ['accounts', 'what an account says of itself, of anybody. Never a chart'],
  role: ['yes', 'by the role alone; it is about nobody’s chart'],
};

/** Areas of the page, by what stands before the dot in the name of an action. */
const AREAS: readonly (readonly [heading: string, prefixes: readonly string[]])[] = [
  ['Charts', ['chart', 'record', 'patient', 'document', 'share', 'export']],
  ['Consents and relationships', ['consent', 'relationship', 'care-team']],
  ['Dependants', ['dependant', 'guardian']],
  ['Emergencies', ['emergency', 'pseudonym']],
  ['Who looked', ['audit', 'audit-event', 'alert', 'security', 'access-table']],
  ['Erasure', ['erasure']],
  ['Organisations', ['organisation']],
  [
    'Accounts and sessions',
    [
      'account',
      'account-recovery',
      'device',
      'invitation',
      'passkey',
      'recovery-codes',
      'session',
      'totp',
    ],
  ],
  ['The system', ['recovery', 'system']],
];

/** The whole page, before Prettier has seen it. */
export function accessPage(rows: readonly AccessRow[] = accessRows()): string {
  const tables = AREAS.map(([heading, prefixes]) => {
    const here = rows.filter(({ action }) => prefixes.includes(areaOf(action)));
    return `## ${heading}\n\n${tableOf(here)}`;
  });
  return [INTRODUCTION, meanings(), ...tables].join('\n\n') + '\n';
}

/** Actions that no area has: the page would leave them out. */
export function forgottenActions(rows: readonly AccessRow[] = accessRows()): readonly Action[] {
  const known = new Set(AREAS.flatMap(([, prefixes]) => prefixes));
  return rows.map(({ action }) => action).filter((action) => !known.has(areaOf(action)));
}

const INTRODUCTION = `# Who may do what

The seven roles and every action there is, for who administers Wardkeep and who audits it. An administrator sees the same table under **Administration**. It is written by \`tools/access-page.ts\` from the table that the gate decides by (\`gate/access-rules.ts\`), and a test compares the two. What is not in it is refused.

A role never opens a chart by itself: a relationship to the patient does. Whoever has none gets the same answer about a patient who exists and about one who does not. What is then shown of a chart depends on the role too: a technologist sees enough to tell whom a study is of, a client sees pseudonyms, years and codes.

"Anyone" needs no session: the link or the password in the request decides. "Link" is whoever holds a share link. "Proof" asks for a second factor, or the password where there is none, from the last five minutes.`;

function meanings(): string {
  const rows = Object.values(WORDS).map(([word, meaning]) => `| ${word} | ${meaning} |`);
  return ['| word | lets in to |', '| --- | --- |', ...rows].join('\n');
}

function tableOf(rows: readonly AccessRow[]): string {
  const head = ['action', ...ROLES, 'anyone', 'proof'];
  return [head, head.map(() => '---'), ...rows.map(cellsOf)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cellsOf({ action, by, anyone, shareLink, fresh }: AccessRow): readonly string[] {
  const ways = ROLES.map((role) => (by[role] ?? []).map((way) => WORDS[way][0]).join(', '));
  const open = [anyone ? 'yes' : '', shareLink ? 'link' : ''].filter((word) => word !== '');
  return [`\`${action}\``, ...ways, open.join(', '), fresh ? 'yes' : ''];
}

function areaOf(action: Action): string {
  return action.slice(0, action.indexOf('.'));
}

if (import.meta.main) {
  const { format, resolveConfig } = await import('prettier');
  const options = { ...(await resolveConfig(ACCESS_PAGE)), filepath: ACCESS_PAGE };
  writeFileSync(ACCESS_PAGE, await format(accessPage(), options));
}
