import { DEIDENTIFIED } from './deidentified-elements.ts';
import type { Declaration, ElementKind, Elements } from './elements.ts';
import { IMAGING_ONLY, LIMITED } from './limited-elements.ts';
import { SAFE_HARBOR_IDENTIFIERS } from './safe-harbor-identifiers.ts';

/** Tables for docs/access-views.md, by the name that each has there; a test holds the page to them. */
export function viewTables(): ReadonlyMap<string, string> {
  return new Map([
    [
      'limited',
      tableOf(
        ['record', 'what is shown'],
        rowsOf(LIMITED, (kind) => kind !== 'text'),
      ),
    ],
    [
      'de-identified',
      tableOf(
        ['record', 'what is shown'],
        rowsOf(DEIDENTIFIED, (kind) => kind !== 'text'),
      ),
    ],
    [
      'words',
      tableOf(
        ['record', 'words'],
        rowsOf(DEIDENTIFIED, (kind) => kind === 'text'),
      ),
    ],
    [
      'identifiers',
      tableOf(
        ['', 'identifier', 'handled', 'how'],
        SAFE_HARBOR_IDENTIFIERS.map(({ letter, identifier, handledBy, how }) => [
          letter,
          identifier,
          handledBy,
          how,
        ]),
      ),
    ],
  ]);
}

function rowsOf(
  declaration: Declaration,
  isShown: (kind: ElementKind) => boolean,
): readonly (readonly string[])[] {
  return Object.entries(declaration).flatMap(([type, elements]) => {
    const names = namesOf(elements, isShown);
    const which = declaration === LIMITED && IMAGING_ONLY.has(type) ? ' (of imaging)' : '';
    return names.length === 0 ? [] : [[`${type}${which}`, names.join(', ')]];
  });
}

/** As `note.text`, and several of one element as `series (number, modality)`. */
function namesOf(elements: Elements, isShown: (kind: ElementKind) => boolean): readonly string[] {
  return Object.entries(elements).flatMap(([name, kind]) => {
    if (typeof kind === 'string') return isShown(kind) ? [nameOf(name, kind)] : [];
    const inside = namesOf(kind, isShown);
    if (inside.length < 2) return inside.map((each) => `${name}.${each}`);
    return [`${name} (${inside.join(', ')})`];
  });
}

function nameOf(name: string, kind: ElementKind): string {
  if (kind === 'initials') return `${name}: initials`;
  return kind === 'birth-date' ? `${name}: year` : name;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
