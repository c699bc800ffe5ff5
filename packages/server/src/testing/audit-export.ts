import { hash } from 'node:crypto';
import * as crypto from '@wardkeep/crypto';
import { logKey, signCheckpoint } from '../audit/checkpoint.ts';
import { exportPage, type ExportedRow, type ExportPage } from '../audit/export-pages.ts';
import { commitmentOf } from '../audit/leaf.ts';
import { leafHash } from '../audit/merkle.ts';
import { consistencyProof, inclusionProof } from '../audit/merkle-proofs.ts';
import { tlogProof } from '../audit/prove.ts';
import { sealEvent } from '../audit/seal-event.ts';
import { verifierKey } from '../audit/signed-note.ts';
import { testEvent, testKeys, testSources } from '../audit/test-log.ts';
import { growTree, rootOfEdge, subtreeHashes, type Edge, type Tile } from '../audit/tiles.ts';
import { writeAuditExport } from '../operations/audit-export.ts';

const BATCH = 4096;

export type LogKeys = ReturnType<typeof newLogKeys>;

/** A log without a database, of events that were sealed and signed as the server does, to be exported. */
export interface MadeLog {
  readonly verifierKey: string;
  readonly checkpoint: string;
  /** A C2SP tlog-proof of one leaf. */
  prove(leaf: number): Promise<string>;
  /** RFC 6962 §2.1.2, base64. */
  consistency(from: number, to: number): Promise<readonly string[]>;
  /** @param directory - Must not exist. */
  writeTo(directory: string): Promise<void>;
}

export interface LogToMake {
  readonly log?: string;
  readonly leaves: number;
  /** The signed note of a log before: leaf 0. */
  readonly beginsWith?: string;
  readonly keys?: LogKeys;
  /** Leaves whose detail was destroyed. */
  readonly destroyed?: ReadonlySet<number>;
}

export function newLogKeys() {
  return testKeys(crypto);
}

/** Small: all of it is kept in memory. */
export async function makeAuditLog({ keys = newLogKeys(), ...made }: LogToMake): Promise<MadeLog> {
  const wanted = { keys, ...made };
  const isDestroyed = (leaf: number): boolean => made.destroyed?.has(leaf) === true;
  const { signed, pages, tiles } = growing(wanted, (leaf) => newRow(keys, leaf, isDestroyed(leaf)));
  const kept: ExportPage[] = [];
  for await (const page of pages) kept.push(page);
  const { size } = signed;
  const leaves = kept.flatMap(({ entries }) => entries);
  const stored = new Map((await all(tiles())).map((tile) => [placeOf(tile), tile.hashes]));
  const hashOf = subtreeHashes((level, number) =>
    Promise.resolve(stored.get(placeOf({ level, number }))),
  );
  return {
    ...signed,
    prove: async (index) => {
      const hashes = await inclusionProof(index, size, hashOf);
      const leaf = leaves[index] ?? Buffer.alloc(0);
      return tlogProof({ leaf, index, hashes, note: signed.checkpoint });
    },
    consistency: async (from, to) =>
      (await consistencyProof(from, to, hashOf)).map((each) => each.toString('base64')),
    writeTo: async (directory) => {
      const source = { signed, pages: each(kept), tiles: tiles() };
      await writeAuditExport(source, { directory, onProgress: () => undefined });
    },
  };
}

/** As large as the disk takes. @returns the key that verifies it. */
export async function writeLargeExport(directory: string, leaves: number): Promise<string> {
  const keys = newLogKeys();
  const sealed = Array.from({ length: 512 }, (_, at) => newRow(keys, at, false));
  const { signed, pages, tiles } = growing({ leaves, keys }, (leaf) =>
    again(sealed[leaf % 512], leaf),
  );
  // The checkpoint is asked for last, when the tree has grown.
  await writeAuditExport(
    { signed, pages, tiles: lazily(tiles) },
    { directory, onProgress: () => undefined },
  );
  return signed.verifierKey;
}

function growing(
  wanted: LogToMake & { readonly keys: LogKeys },
  rowOf: (leaf: number) => ExportedRow,
) {
  const { log = '2026', leaves: size, beginsWith = null, keys } = wanted;
  const stored = new Map<string, Tile>();
  let edge: Edge = [];
  async function* pages(): AsyncGenerator<ExportPage> {
    for (let first = 0; first < size; first += BATCH) {
      const end = Math.min(first + BATCH, size);
      const rows: ExportedRow[] = [];
      for (let leaf = first; leaf < end; leaf += 1) {
        if (leaf === 0 && beginsWith !== null) continue;
        rows.push(rowOf(leaf));
      }
      const page = exportPage({ first, end, beginsWith }, rows);
      const grown = growTree(first, edge, page.entries.map(leafHash));
      edge = grown.edge;
      for (const tile of grown.changed) stored.set(placeOf(tile), tile);
      yield await Promise.resolve(page);
    }
  }
  const signed = {
    log,
    size,
    beginsWith,
    verifierKey: verifierKey(logKey(keys.checkpointKey, log)),
    get checkpoint() {
      return signCheckpoint(keys, log, { size, root: rootOfEdge(edge) });
    },
  };
  return { signed, pages: pages(), tiles: () => each(stored.values()) };
}

function newRow(keys: LogKeys, leaf: number, isDestroyed: boolean): ExportedRow {
  const sealed = sealEvent(keys, testEvent(), testSources);
  const { salt_detail: salt, detail } = sealed;
  const row = { ...sealed, leaf_index: leaf, core_hash: null, detail_hash: null };
  if (!isDestroyed || salt === null || detail === null) return row;
  const left = hash('sha256', Buffer.concat([salt, detail]), 'buffer');
  return { ...row, salt_detail: null, detail: null, detail_hash: left };
}

/** The same sealed halves under a salt and an id of its own: sealing is what takes long. */
function again(row: ExportedRow | undefined, leaf: number): ExportedRow {
  const salt = testSources.randomBytes(32);
  if (row?.core == null || row.detail === null || row.salt_detail === null)
    throw new Error('no row');
  const commitment = commitmentOf(
    { salt, sealed: row.core },
    { salt: row.salt_detail, sealed: row.detail },
  );
  return { ...row, leaf_index: leaf, event_id: testSources.uuid(), salt_core: salt, commitment };
}

function placeOf({ level, number }: Pick<Tile, 'level' | 'number'>): string {
  return `${level}/${number}`;
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

async function* lazily<T>(items: () => AsyncIterable<T>): AsyncGenerator<T> {
  yield* items();
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
