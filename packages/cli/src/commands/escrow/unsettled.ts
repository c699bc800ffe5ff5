import { membersOf } from '../../operator-reply.ts';

/** What was found once and stays until it is settled: a line for each. @param place - Only of this one. */
export function unsettledLines(value: unknown, place?: string): readonly string[] {
  return (Array.isArray(value) ? value : [])
    .map((each) => membersOf(each) ?? {})
    .filter(({ sink }) => place === undefined || sink === place)
    .map(({ sink, kind, verdict }) => {
      const found = `${String(kind)} ${String(verdict)}`;
      return `${String(sink)}: ${WHAT[found] ?? found}`;
    });
}

const WHAT: Readonly<Record<string, string>> = {
  'checkpoint missing': 'MISSING: checkpoints that were brought there were taken away',
  'checkpoint forked': 'FORKED: the log did not grow from a checkpoint there',
  'restrictions missing':
    'MISSING: the newest restriction list that was brought there was taken away',
  'restrictions forked': 'FORKED: the restriction list there has lines that this server has lost',
};
