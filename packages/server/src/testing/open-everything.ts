import { sql } from 'kysely';
import { keyIdOf, type Sealed } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import { SEALED_COLUMNS, type SealedRow } from '../db/sealed-columns.ts';
import type { Gate } from '../gate/index.ts';

export interface OpenedValue {
  readonly column: string;
  readonly ownerId: string;
  readonly keyId: string;
  readonly sealed: Sealed<unknown>;
  readonly value: unknown;
}

/** Opens every sealed value of every person through the registry, files' keys included; throws at one that does not. */
export async function openEverything(gate: Gate): Promise<readonly OpenedValue[]> {
  return gate.db.transaction(async (tx) => {
    const opened: OpenedValue[] = [];
    for (const column of SEALED_COLUMNS) {
      const { rows } = await sql<SealedRow>`
        select * from ${sql.table(column.table)}
        where ${sql.ref(column.column)} is not null and ${sql.ref(column.owner)} is not null`.execute(
        queries(tx),
      );
      for (const row of rows) {
        const ownerId = String(row[column.owner]);
        const keys = await gate.vault.readKeys(tx, [ownerId], [column.purpose]);
        const vault = gate.vault.unlock(keys, ownerId, column.purpose);
        if (vault === undefined) throw new Error(`${column.table}: a value without a key`);
        const sealed = row[column.column] as Sealed<unknown>; // the registry's columns hold nothing else
        const wrapped = column.file && row[column.file.wrappedKey];
        // As above: a wrapped key.
        if (column.file && wrapped != null)
          vault.openFile(column.file.fileId(row), wrapped as never);
        opened.push({
          column: `${column.table}.${column.column}`,
          ownerId,
          keyId: keyIdOf(sealed),
          sealed,
          value: vault.open(column.name(row), sealed),
        });
      }
    }
    return opened;
  });
}
