import type { EscrowItem, EscrowReader, EscrowSink, HeldNote } from './escrow-sink.ts';

/**
 * Texts under names, each written once. Names are ASCII, with slashes between folders; folders know nothing of each other.
 * Every method throws {@link EscrowError}.
 */
export interface NoteStore {
  /** Whole and durable, or not at all. The same text again is no error; @throws EscrowError `conflict` for another. */
  putNew(name: string, text: string): Promise<void>;
  get(name: string): Promise<string | undefined>;
  /** Of the folders in a folder. */
  folders(folder: string): Promise<readonly string[]>;
  /** The greatest size that a note in this folder is named by. */
  greatest(folder: string): Promise<number | undefined>;
  /** How many notes there are in this folder; undefined where that is as much work as reading `sizes`. */
  count(folder: string): Promise<number | undefined>;
  /** Every size in this folder, smallest first. */
  sizes(folder: string): AsyncIterable<number>;
  /** Of each of these sizes the least in this folder that is not below it. */
  nearest(folder: string, sizes: readonly number[]): Promise<readonly number[]>;
}

/** Room for half a million lines of the restriction list. What is longer was put there by somebody else, and is not read. */
export const LONGEST_NOTE = 64 * 1024 * 1024;
/** Signed by nobody. */
export const TOO_LONG = '';

/** So often that a host that dies has put a checkpoint elsewhere within the minute before. */
const EVERY_MS = 30_000;
const CHECKPOINTS = 'checkpoints';
const RESTRICTIONS = 'restrictions';
const DIGITS = 16;
const NOTE_NAME = /^(\d{16})\.note$/;
const LOG_NAME = /^[0-9]{4}(-[1-9][0-9]{0,3})?$/;

/** `0000000000000600.note`: in the order of their names they are in the order of their sizes. */
export function noteName(size: number): string {
  return `${String(size).padStart(DIGITS, '0')}.note`;
}

/** Undefined for a name that is none of ours. */
export function sizeOfName(name: string): number | undefined {
  const digits = NOTE_NAME.exec(name)?.[1];
  const size = Number(digits ?? Number.NaN);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** A place that keeps every note under a name of its own, forever, and can be read. */
export function keptNotes(
  sink: EscrowSink['sink'] & ('directory' | 's3'),
  place: string,
  store: NoteStore,
): EscrowSink & { readonly reader: EscrowReader } {
  return {
    sink,
    place,
    kinds: ['checkpoint', 'restrictions'],
    everyMs: EVERY_MS,
    keep: async (item) => {
      await store.putNew(`${folderOf(item)}/${noteName(item.size)}`, item.note);
      return 'kept';
    },
    reader: {
      logs: async () => {
        const folders = await store.folders(CHECKPOINTS);
        return folders.filter((name) => LOG_NAME.test(name));
      },
      newestCheckpoint: (log) => newest(store, `${CHECKPOINTS}/${log}`),
      newestRestrictions: () => newest(store, RESTRICTIONS),
      count: (log) => store.count(`${CHECKPOINTS}/${log}`),
      checkpoints: (log) => {
        const folder = `${CHECKPOINTS}/${log}`;
        return notesAt(store, folder, store.sizes(folder));
      },
      someCheckpoints: async function* (log, most, random) {
        const folder = `${CHECKPOINTS}/${log}`;
        const greatest = (await store.greatest(folder)) ?? 0;
        const wanted = Array.from({ length: most }, () => Math.floor(random() * (greatest + 1)));
        const sizes = await store.nearest(folder, wanted);
        yield* notesAt(store, folder, new Set(sizes));
      },
    },
  };
}

function folderOf(item: EscrowItem): string {
  return item.kind === 'restrictions' ? RESTRICTIONS : `${CHECKPOINTS}/${item.log}`;
}

async function newest(store: NoteStore, folder: string): Promise<HeldNote | undefined> {
  const size = await store.greatest(folder);
  return size === undefined ? undefined : noteAt(store, folder, size);
}

async function* notesAt(
  store: NoteStore,
  folder: string,
  sizes: AsyncIterable<number> | Iterable<number>,
): AsyncIterable<HeldNote> {
  for await (const size of sizes) {
    const held = await noteAt(store, folder, size);
    if (held !== undefined) yield held;
  }
}

async function noteAt(
  store: NoteStore,
  folder: string,
  size: number,
): Promise<HeldNote | undefined> {
  const note = await store.get(`${folder}/${noteName(size)}`);
  return note === undefined ? undefined : { size, note };
}
