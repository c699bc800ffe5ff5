import { CliError } from '../cli-error.ts';
import { openNote } from '../signed-note.ts';
import type { ExportFiles } from './export-files.ts';
import type { ExportFault } from './fault.ts';
import { HASH_BYTES } from './tree.ts';
import { checkStretch, Found, type Destroyed } from './verify-export-leaves.ts';
import { wholeLog } from './verify-export-stretches.ts';
import { checkOnThreads, ThreadsDiffer } from './verify-export-threads.ts';
import { addTile, finishTree, newTree, type GrowingTree } from './verify-export-tree.ts';

/** `at`: the first leaf that does not fit; the log's size where the fault is behind its last leaf. */
export type ExportVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      readonly size: number;
      /** Base64. */
      readonly root: string;
      readonly destroyed: Destroyed;
    }
  | { readonly ok: false; readonly at: number; readonly why: ExportFault };

export interface VerifyOptions {
  /** `name+id+key`; from somebody else than the export, or it proves little. */
  readonly verifierKey: string;
  /** By the log's size in leaves; with 1, everything is done on the caller's. */
  readonly threadsFor: (size: number) => number;
  /** Begins again at the first leaf when threads met something. */
  readonly onProgress: (done: number, size: number) => void;
}

type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

/**
 * Recomputes an exported log from what its leaves commit to, without a server and without a key that opens anything:
 * commitments, leaves, tiles, root and signature. Several threads can only say that all of it fits; otherwise one walk
 * from the first leaf on says what does not. Memory: some megabytes a thread, and 32 bytes for each 256 leaves.
 * @throws {@link CliError} `bad_file` when it is no export, `usage` for another key.
 */
export async function verifyExport(
  files: ExportFiles,
  options: VerifyOptions,
): Promise<ExportVerdict> {
  return (await fitOnThreads(files, options)) ?? walkThrough(files, options);
}

/** Undefined when that is not for threads to say. */
async function fitOnThreads(
  files: ExportFiles,
  { verifierKey, threadsFor, onProgress }: VerifyOptions,
): Promise<ExportVerdict | undefined> {
  try {
    const checkpoint = openCheckpoint(files, verifierKey);
    const threads = threadsFor(checkpoint.size);
    if (threads < 2) return undefined;
    const tree = newTree(files);
    const signed = { files, verifierKey, size: checkpoint.size };
    return verdictOf(checkpoint, await checkOnThreads(signed, tree, { threads, onProgress }), tree);
  } catch (error) {
    // What it is, and whether something else comes before it, is for the walk to say.
    if (error instanceof Found || error instanceof CliError || error instanceof ThreadsDiffer)
      return undefined;
    throw error;
  }
}

function walkThrough(
  files: ExportFiles,
  { verifierKey, onProgress }: VerifyOptions,
): ExportVerdict {
  try {
    files.eventsLength(); // Without events it is no export, whoever signed it.
    const checkpoint = openCheckpoint(files, verifierKey);
    const { size } = checkpoint;
    const tree = newTree(files);
    const destroyed = checkStretch(
      { files, verifierKey, size },
      wholeLog(size),
      (first, hashes) => {
        addTile(tree, first, hashes);
        onProgress(first + hashes.length / HASH_BYTES, size);
      },
    );
    return verdictOf(checkpoint, destroyed, tree);
  } catch (error) {
    if (error instanceof Found) return { ok: false, at: error.at, why: error.why };
    throw error;
  }
}

function verdictOf(
  { origin, size, root }: Checkpoint,
  destroyed: Destroyed,
  tree: GrowingTree,
): ExportVerdict {
  if (finishTree(tree, size) !== root) throw new Found(size, 'root_differs');
  return { ok: true, origin, size, root, destroyed };
}

function openCheckpoint(files: ExportFiles, verifierKey: string): Checkpoint {
  const { name, text } = opened(files.text('checkpoint'), verifierKey);
  const [origin = '', size = '', root = ''] = text.split('\n');
  const isWhole = origin === name && /^[1-9][0-9]{0,15}$/.test(size) && /^[\w+/]{43}=$/.test(root);
  if (!isWhole) throw new Found(0, 'checkpoint_not_authentic');
  return { origin, size: Number(size), root };
}

function opened(note: string, verifierKey: string): { name: string; text: string } {
  try {
    return openNote(note, verifierKey);
  } catch (error) {
    if (error instanceof CliError && error.code === 'bad_signature')
      throw new Found(0, 'checkpoint_not_authentic');
    throw error;
  }
}
