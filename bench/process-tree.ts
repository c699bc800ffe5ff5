import { readFileSync, readdirSync } from 'node:fs';

/** CPU seconds of a process, and of everything that it started. */
export interface TreeCpu {
  readonly own: number;
  /** Children that ended are with whoever waited for them. */
  readonly others: number;
}

/** NaN where there is no /proc. A server on the embedded PostgreSQL is its own parent: `others` is the database. */
export function treeCpu(pid: number): TreeCpu {
  if (process.platform !== 'linux') return { own: Number.NaN, others: Number.NaN };
  const all = processes();
  const root = all.get(pid);
  let others = root?.ended ?? Number.NaN;
  for (const each of below(pid, all)) others += each.running + each.ended;
  return { own: root?.running ?? Number.NaN, others };
}

/** MiB of one process; NaN where there is no /proc. @param of - proc(5): now, or the most so far. */
export function residentMiB(pid: number, of: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return Number.NaN;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${of}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of itself, and of the children that it waited for. */
  readonly running: number;
  readonly ended: number;
}

function processes(): ReadonlyMap<number, Stat> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => statOf(Number(pid)) ?? []).map((stat) => [stat.pid, stat]));
}

function statOf(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended since the folder was read.
    return undefined;
  }
  // proc(5): the second field is a name that may hold spaces; then state, parent and, from the 14th on, hundredths.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const seconds = (index: number): number => Number(fields[index]) / 100;
  return {
    pid,
    parent: Number(fields[1]),
    running: seconds(11) + seconds(12),
    ended: seconds(13) + seconds(14),
  };
}

function below(pid: number, all: ReadonlyMap<number, Stat>): Stat[] {
  const children = [...all.values()].filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...below(child.pid, all)]);
}
