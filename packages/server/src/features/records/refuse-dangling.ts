import { Refusal, type ChartScope } from '../../gate/index.ts';
import { inDirectories } from './directory-references.ts';
import { keyOf } from './open-existing.ts';
import { readRecordsById } from './record-store.ts';

interface Outside {
  readonly path: string;
  readonly type: string;
  readonly id: string;
}

/**
 * A reference out of what was sent must lead to something in this very chart, that is not deleted with it, or in a directory
 * of the organisations that the caller works in.
 * @throws {@link Refusal} `unresolved_reference`.
 */
export async function refuseDangling(
  scope: ChartScope,
  outside: readonly Outside[],
  gone: ReadonlySet<string> = new Set(),
): Promise<void> {
  const errors = (await danglingOf(scope, outside, gone)).map(({ path }) => ({
    path,
    message: 'names nothing in this file, this chart or a directory of yours',
  }));
  if (errors.length > 0)
    throw new Refusal('unresolved_reference', 'Some references lead nowhere. Nothing was stored.', {
      errors: errors.slice(0, 20),
    });
}

/** Those that lead to nothing in this chart, nor in a directory of the caller's. */
export async function danglingOf<Each extends Outside>(
  scope: ChartScope,
  outside: readonly Each[],
  gone: ReadonlySet<string> = new Set(),
): Promise<readonly Each[]> {
  // The person is there before anybody has written their Patient.
  const others = outside.filter(({ type, id }) => type !== 'Patient' || id !== scope.personId);
  if (others.length === 0) return [];
  const uuids = others
    .map(({ id }) => id)
    .filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const rows = await readRecordsById(scope.tx, scope.personId, [...new Set(uuids)]);
  // To whoever does not see everything, what they don't see is not there. Nobody else has to open it to know.
  const there = scope.view.kind === 'full' ? rows : await scope.see(rows);
  const known = new Set(
    there.map(({ type, id }) => `${type}/${id}`).filter((key) => !gone.has(key)),
  );
  const missing = others.filter((each) => !known.has(keyOf(each)));
  const elsewhere = new Set((await inDirectories(scope, missing)).map(keyOf));
  return missing.filter((each) => !elsewhere.has(keyOf(each)));
}
