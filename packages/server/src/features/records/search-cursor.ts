import type { Sealed } from '@wardkeep/crypto';
import { Refusal, ownPerson, type ChartScope } from '../../gate/index.ts';
import type { SearchText } from './entry-rules.ts';

const MINUTES = 15;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Where the next page begins. */
export interface Cursor {
  readonly query: SearchText;
  /** `type/id` of the last record of the page before, and how many came before the next. */
  readonly after: string;
  readonly offset: number;
}

type SealedCursor = Cursor & { readonly untilMs: number };

/** For whom, and in what: a chart, or among people. */
export type CursorOf = Pick<ChartScope, 'caller' | 'now'> & {
  readonly gate: Pick<ChartScope['gate'], 'sealing'>;
  readonly personId: string;
};

/**
 * A link's cursor: opaque, for this caller, this chart and this address alone, for 15 minutes. It holds the search itself,
 * so that what is looked for stands in no address.
 */
export function cursorText(scope: CursorOf, address: string, cursor: Cursor): string {
  const day = Math.floor(scope.now.getTime() / DAY_MS);
  const value: SealedCursor = { ...cursor, untilMs: scope.now.getTime() + MINUTES * 60_000 };
  const sealed = scope.gate.sealing.seal(placeOf(scope, address, day), value);
  return `${day}.${Buffer.from(sealed).toString('base64url')}`;
}

/** @throws {@link Refusal} `validation_failed` for one that is old, or somebody else's, or of another search. */
export function openCursor(scope: CursorOf, address: string, text: string): Cursor {
  const { day, bytes } = /^(?<day>\d{1,6})\.(?<bytes>[A-Za-z0-9_-]+)$/.exec(text)?.groups ?? {};
  if (day === undefined || bytes === undefined) throw ended();
  const age = Math.floor(scope.now.getTime() / DAY_MS) - Number(day);
  if (age !== 0 && age !== 1) throw ended();
  const opened = openedOrNothing(scope, placeOf(scope, address, Number(day)), bytes);
  if (opened === undefined || opened.untilMs < scope.now.getTime()) throw ended();
  return opened;
}

function openedOrNothing(
  { gate }: CursorOf,
  place: ReturnType<typeof placeOf>,
  bytes: string,
): SealedCursor | undefined {
  try {
    // `as`: only what was sealed by this very deployment, as a cursor, opens here
    return gate.sealing.open(
      place,
      Buffer.from(bytes, 'base64url') as unknown as Sealed<SealedCursor>,
    );
  } catch {
    // Whatever is wrong with it, it is no cursor of this search: all answers are alike.
    return undefined;
  }
}

function placeOf(scope: CursorOf, address: string, day: number) {
  const caller = ownPerson(scope) ?? 'nobody';
  return {
    name: `search-cursor/${caller}/${scope.personId}/${address}`,
    day: new Date(day * DAY_MS),
  };
}

function ended(): Refusal {
  return new Refusal('validation_failed', 'This link has ended. Search again from the start.', {
    errors: [{ path: '_cursor', message: 'must be that of a page under 15 minutes old' }],
  });
}
