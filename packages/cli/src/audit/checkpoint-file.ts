import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckpointMemory, RememberedCheckpoint } from '@wardkeep/client';
import { CliError } from '../cli-error.ts';
import { membersOf } from '../operator-reply.ts';

export interface CheckpointFile extends CheckpointMemory {
  readonly location: string;
  /**
   * Forgets what was remembered of a log, and keeps it in the same file beside what is remembered, with the day.
   * Nothing takes it away again.
   */
  setAside(origin: string, why: { readonly at: Date; readonly restoredInto: string }): void;
}

interface Content {
  readonly logs: ReadonlyMap<string, RememberedCheckpoint>;
  readonly setAside: readonly unknown[];
}

/**
 * What this user's commands remember of one deployment's logs, in the configuration directory: outside of what the server
 * can write, if it runs as another user or on another machine.
 * @param deployment - The name before each log's own, for example `clinic.example/audit`.
 * @throws {@link CliError} `bad_file`, from each of its functions.
 */
export function checkpointFile(configurationDirectory: string, deployment: string): CheckpointFile {
  const folder = path.join(configurationDirectory, 'audit-checkpoints');
  const location = path.join(folder, `${encodeURIComponent(deployment)}.json`);
  const write = ({ logs, setAside }: Content): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const content = { version: 1, logs: Object.fromEntries(logs), setAside };
    const unfinished = `${location}.${process.pid}.unfinished`;
    const text = `${JSON.stringify(content, null, 2)}\n`;
    writeFileSync(unfinished, text, { mode: 0o600, flush: true });
    renameSync(unfinished, location);
  };
  return {
    location,
    get: (origin) => read(location).logs.get(origin),
    origins: () => [...read(location).logs.keys()],
    put: (origin, remembered) => {
      const { logs, setAside } = read(location);
      write({ logs: new Map(logs).set(origin, remembered), setAside });
    },
    setAside: (origin, { at, restoredInto }) => {
      const { logs, setAside } = read(location);
      const remembered = logs.get(origin);
      if (remembered === undefined) return;
      const others = [...logs].filter(([each]) => each !== origin);
      const kept = { origin, setAsideAt: at.toISOString(), restoredInto, ...remembered };
      write({ logs: new Map(others), setAside: [...setAside, kept] });
    },
  };
}

function read(location: string): Content {
  const text = readText(location);
  if (text === undefined) return { logs: new Map(), setAside: [] };
  const content = parse(text);
  const logs = content?.['version'] === 1 ? membersOf(content['logs']) : undefined;
  const entries = Object.entries(logs ?? {}).map(([origin, value]) => {
    const { checkpoint, verifierKey } = membersOf(value) ?? {};
    if (typeof checkpoint !== 'string' || typeof verifierKey !== 'string') throw damaged(location);
    return [origin, { checkpoint, verifierKey }] as const;
  });
  const setAside = content?.['setAside'] ?? [];
  if (logs === undefined || !Array.isArray(setAside)) throw damaged(location);
  return { logs: new Map(entries), setAside };
}

function readText(location: string): string | undefined {
  try {
    return readFileSync(location, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CliError('bad_file', `${location} can’t be read.`, { cause });
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return undefined; // One more way of being damaged.
  }
}

function damaged(location: string): CliError {
  return new CliError(
    'bad_file',
    `${location} is damaged: what was remembered of the log is lost. Put back a copy of it, or remove it to begin anew.`,
  );
}
