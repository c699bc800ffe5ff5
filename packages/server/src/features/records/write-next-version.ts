import { recordName } from '../../db/sealed-columns.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { ChartScope } from '../../gate/index.ts';
import { insertRecords, readRecord, replaceRecord } from './record-store.ts';

/**
 * Seals and stores what the server itself says of a chart, at an id that it chose: the first version, or the next. Opens
 * nothing of what was there. The chart must be locked, so that two writers do not make the same version.
 * @throws {@link Refusal} `out_of_scope` when the view does not go as far.
 */
export async function writeNextVersion(
  scope: ChartScope,
  type: string,
  id: string,
  resource: StoredJson,
): Promise<void> {
  const known = await readRecord(scope.tx, scope.personId, type, id);
  const version = (known?.version ?? 0) + 1;
  const meta = { versionId: String(version), lastUpdated: scope.now.toISOString() };
  const name = recordName({ type, id, version });
  const sealed = scope.vault.seal(name, { ...resource, id, meta });
  const record = { type, id, version, sealed };
  scope.wrote({ type, id, version }, sealed);
  if (known === undefined) await insertRecords(scope.tx, scope.personId, [record], scope.now);
  else await replaceRecord(scope.tx, scope.personId, record, scope.now);
}
