import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  compareRestrictions,
  parseRestrictions,
  refuseShortList,
  restrictionText,
  type Restriction,
} from './restrictions.ts';

const installation = randomUUID();
const list = many(3);
const text = restrictionText(installation, list);

test('a list is read as it was written, the empty one and a long one too', () => {
  for (const each of [[], list, many(5000)]) {
    expect(parseRestrictions(restrictionText(installation, each), installation)).toEqual(each);
  }
});

test.each([
  ['another installation', text.replace(installation, randomUUID())],
  ['another format', text.replace('/1\n', '/2\n')],
  ['another count', text.replace('\n3\n', '\n4\n')],
  ['a line less', text.replace(/3 person.*\n/, '')],
  ['a line twice', `${text}${text.split('\n').at(-2)}\n`],
  ['a gap', text.replace('\n3 person', '\n4 person')],
  ['another spelling of a number', text.replace('\n3 person', '\n03 person')],
  ['another spelling of a time', text.replace('.000Z', 'Z')],
  ['upper case', text.replace(list[0]?.personId ?? '', (id) => id.toUpperCase())],
  ['an unknown kind', text.replaceAll('person-erased', 'person-forgotten')],
  ['no line end', text.trimEnd()],
  ['nothing', ''],
])('a list with %s is refused', (_, wrong) => {
  expect(wrong).not.toBe(text);
  expect(() => parseRestrictions(wrong, installation)).toThrow(
    expect.objectContaining({ code: 'key_store_damaged' }),
  );
});

test('what only one of the two has is told apart, whatever its number', () => {
  const [first, second, third] = list;
  const table = [first, third].flatMap((each, index) =>
    each ? [{ ...each, number: index + 1 }] : [],
  );
  expect(compareRestrictions(list, table)).toEqual({ onlyInTable: [], onlyInList: [second] });
  expect(compareRestrictions(table, list)).toEqual({ onlyInTable: [second], onlyInList: [] });
});

test('a list that lacks anything known is refused, and one that has more is not', () => {
  const short = list.slice(0, 2);
  expect(() => {
    refuseShortList(short, [[], list]);
  }).toThrow(expect.objectContaining({ code: 'restriction_list_short' }));
  refuseShortList(list, [short, [], list]);
});

function many(count: number): readonly Restriction[] {
  const kinds = [
    'person-erased',
    'person-suspended',
    'person-resumed',
    'person-held',
    'person-released',
  ] as const;
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    kind: kinds[index % 5] ?? 'person-erased',
    personId: randomUUID(),
    madeAt: new Date(Date.UTC(2026, 10, 22) + index * 1000),
  }));
}
