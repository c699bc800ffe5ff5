import type { EscrowSink as SinkName } from '@wardkeep/contract';
import type { Gate } from '../../gate/index.ts';
import type { KnownToHold } from './deliver.ts';
import { escrowCodeOf, type EscrowErrorCode } from './escrow-error.ts';
import type { EscrowReader, EscrowSink, HeldNote } from './escrow-sink.ts';
import { readBrought } from './escrow-count-store.ts';
import {
  hadGrownBeyond,
  newestOfEachLog,
  noteVerdict,
  readEscrow,
  type EscrowRow,
  type Verdict,
} from './escrow-store.ts';
import { judgeRestrictions, ownRestrictions } from './escrowed-restrictions.ts';
import { judgeCheckpoint } from './judge.ts';

/** What one place holds of one log, or of the restriction list (`log` is null), beside ours. */
export interface Comparison {
  readonly sink: SinkName;
  readonly place: string;
  readonly log: string | null;
  readonly verdict: Verdict;
  /** Leaves, or lines: of what decided. */
  readonly size: number | null;
  /** How many checkpoints were looked at. */
  readonly looked: number;
  /** At least so many of those that were brought are not there. */
  readonly lacking: number;
  /** Why the place could not be read. */
  readonly failure: EscrowErrorCode | null;
}

export interface CompareOptions {
  /** Every checkpoint that a place holds, and not the newest and some others. */
  readonly isWhole: boolean;
  readonly random: () => number;
  readonly onProgress?: (done: number) => void;
}

/** From the worst on. */
const WORST: readonly Verdict[] = ['forked', 'missing', 'unreadable', 'behind', 'consistent'];
const SOME = 32;
const HOUR_MS = 60 * 60_000;

/** The worst of them; nothing compared is consistent. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST.find((each) => verdicts.includes(each)) ?? 'consistent';
}

/** Reads a place back, and notes what came of it. Never throws for what the place does. */
export async function compareSink(
  gate: Gate,
  sink: EscrowSink & { readonly reader: EscrowReader },
  { known, options }: { readonly known: KnownToHold; readonly options: CompareOptions },
): Promise<readonly Comparison[]> {
  const compared: Comparison[] = [];
  const at = { sink: sink.sink, place: sink.place };
  try {
    for (const log of await logsOf(gate, sink))
      compared.push({
        ...at,
        log,
        failure: null,
        ...(await compareLog(gate, sink, { log, known, options })),
      });
    const list = await compareRestrictionList(gate, sink);
    compared.push({ ...at, log: null, looked: 1, failure: null, ...list });
  } catch (error) {
    const failure = escrowCodeOf(error);
    if (failure === 'failed')
      gate.log.error({ err: error, sink: sink.sink }, 'escrow could not be compared');
    const unread = { verdict: 'unreadable', size: null, looked: 0, lacking: 0 } as const;
    compared.push({ ...at, log: null, ...unread, failure });
  }
  await note(gate, sink.sink, compared);
  return compared;
}

async function logsOf(
  gate: Gate,
  { reader }: { readonly reader: EscrowReader },
): Promise<readonly string[]> {
  const ours = await gate.db.transaction((tx) => newestOfEachLog(tx), { readOnly: true });
  return [...new Set([...(await reader.logs()), ...ours.map(({ log }) => log)])];
}

type Found = Pick<Comparison, 'verdict' | 'size' | 'looked' | 'lacking'>;

type Readable = EscrowSink & { readonly reader: EscrowReader };

async function compareLog(
  gate: Gate,
  sink: Readable,
  asked: { readonly log: string; readonly known: KnownToHold; readonly options: CompareOptions },
): Promise<Found> {
  const { log, options } = asked;
  const { reader } = sink;
  // Before it is read: meanwhile more may be brought.
  const brought = await broughtOf(gate, sink, asked);
  const newest = await reader.newestCheckpoint(log);
  const count = options.isWhole ? undefined : await reader.count(log);
  if (newest === undefined) {
    const lacking = Math.max(brought.notes, brought.size < 0 ? 0 : 1);
    return { verdict: verdictOf(lacking), size: null, looked: 0, lacking };
  }
  const found = await judgeAll(gate, sink, { log, newest, options });
  // The newest was looked at twice.
  const there = options.isWhole ? found.looked - 1 : (count ?? brought.notes);
  const lacking = Math.max(brought.notes - there, newest.size < brought.size ? 1 : 0);
  return { ...found, verdict: worstOf([found.verdict, verdictOf(lacking)]), lacking };
}

function verdictOf(lacking: number): Verdict {
  return lacking > 0 ? 'missing' : 'consistent';
}

async function judgeAll(
  gate: Gate,
  { reader }: Readable,
  {
    log,
    newest,
    options,
  }: { readonly log: string; readonly newest: HeldNote; readonly options: CompareOptions },
): Promise<Omit<Found, 'lacking'>> {
  const others = options.isWhole
    ? reader.checkpoints(log)
    : reader.someCheckpoints(log, SOME, options.random);
  let worst: Pick<Found, 'verdict' | 'size'> = await judged(gate, log, newest);
  let looked = 1;
  for await (const held of others) {
    const { verdict, size } = await judged(gate, log, held);
    looked += 1;
    options.onProgress?.(looked);
    // An older one is behind by its nature.
    const isWrong = verdict !== 'consistent' && verdict !== 'behind';
    if (isWrong && worstOf([verdict, worst.verdict]) !== worst.verdict)
      worst = { verdict, size: size ?? held.size };
  }
  return { ...worst, looked };
}

function judged(gate: Gate, log: string, held: HeldNote) {
  const now = gate.now();
  return gate.db.transaction((tx) => judgeCheckpoint(tx, { log, held, now }, gate.checkpointKey), {
    readOnly: true,
  });
}

/** At least so many notes must be there, and one of this size or more; below 0 where none must. */
async function broughtOf(
  gate: Gate,
  { sink, place }: EscrowSink,
  { log, known }: { readonly log: string; readonly known: KnownToHold },
): Promise<{ readonly notes: number; readonly size: number }> {
  const before = new Date(gate.now().getTime() - HOUR_MS);
  return gate.db.transaction(
    async (tx) => {
      const row = rowOf(await readEscrow(tx), sink, 'checkpoint');
      const inRow = row?.log === log ? (row.size ?? -1) : -1;
      const isOld = await hadGrownBeyond(tx, { log, size: -1 }, before);
      return {
        notes: await readBrought(tx, { sink, place, log }),
        size: Math.max(known.get(log)?.size ?? -1, inRow, isOld ? 0 : -1),
      };
    },
    { readOnly: true },
  );
}

async function compareRestrictionList(
  gate: Gate,
  { sink, reader }: EscrowSink & { readonly reader: EscrowReader },
): Promise<Pick<Comparison, 'verdict' | 'size' | 'lacking'>> {
  const { brought, ours } = await gate.db.transaction(
    async (tx) => ({
      brought: rowOf(await readEscrow(tx), sink, 'restrictions')?.size ?? -1,
      ours: (await ownRestrictions(gate, tx))?.size ?? null,
    }),
    { readOnly: true },
  );
  const held = await reader.newestRestrictions();
  const lacking = (held?.size ?? -1) < brought ? 1 : 0;
  if (held === undefined) return { verdict: verdictOf(lacking), size: ours, lacking };
  const verdict = await gate.db.transaction((tx) => judgeRestrictions(gate, tx, held), {
    readOnly: true,
  });
  return { verdict: worstOf([verdict, verdictOf(lacking)]), size: held.size, lacking };
}

/** What could not be read says nothing, and leaves what was found before. */
async function note(gate: Gate, sink: SinkName, compared: readonly Comparison[]): Promise<void> {
  const now = gate.now();
  const read = compared.filter(({ failure }) => failure === null);
  await gate.db.transaction(async (tx) => {
    for (const kind of ['checkpoint', 'restrictions'] as const) {
      const verdicts = read
        .filter(({ log }) => (log === null) === (kind === 'restrictions'))
        .map((each) => each.verdict);
      if (verdicts.length > 0)
        await noteVerdict(tx, { sink, kind }, { verdict: worstOf(verdicts), now });
    }
  });
}

function rowOf(
  rows: readonly EscrowRow[],
  sink: SinkName,
  kind: EscrowRow['kind'],
): EscrowRow | undefined {
  return rows.find((row) => row.sink === sink && row.kind === kind);
}
