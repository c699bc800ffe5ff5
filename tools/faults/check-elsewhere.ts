import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { run, withDatabase } from '../../packages/server/src/testing/embedded.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { askOperator } from './keys/control.ts';

/** Where Debian's golang-golang-x-mod-dev puts the code that checks Go's own modules. */
const GOCODE = '/usr/share/gocode';
const CHECKER = path.resolve(import.meta.dirname, '../audit-go/main.go');
const BUILT = /^([0-9]+) entries, /m;

export interface Elsewhere {
  readonly auditLog: string[];
  /** Leaves that Go's code verified; null where there is no Go, and nobody looked. */
  readonly leaves: number | null;
}

/** Exports every log and has it verified by code that is not ours, where that is installed. */
export async function checkElsewhere(
  cluster: ClusterAccess,
  dataDirectory: string,
): Promise<Elsewhere> {
  if (!existsSync(`${GOCODE}/src/golang.org/x/mod/sumdb/tlog`) || !(await hasGo()))
    return { auditLog: [], leaves: null };
  const base = path.dirname(dataDirectory);
  const logs = await withDatabase(cluster.settings, (db) => run(db, 'select log from audit_head'));
  const auditLog: string[] = [];
  let leaves = 0;
  for (const { log } of logs) {
    const name = String(log);
    const directory = path.join(base, `export-${name}`);
    const line = await askOperator(dataDirectory, '/audit/export', { directory, log: name });
    const key = line !== undefined && 'result' in line ? line.result['verifierKey'] : undefined;
    if (typeof key === 'string') {
      const told = await verify([key, directory], base);
      leaves += Number(BUILT.exec(told)?.[1] ?? 0);
      if (!BUILT.test(told)) auditLog.push(`log ${name}, by Go: ${told.trim().slice(-300)}`);
    } else auditLog.push(`log ${name} was not exported: ${JSON.stringify(line)}`);
    await rm(directory, { recursive: true, force: true });
  }
  return { auditLog, leaves };
}

async function hasGo(): Promise<boolean> {
  return promisify(execFile)('go', ['version']).then(
    () => true,
    () => false,
  );
}

/** @returns what it printed, whether it was content or not. */
async function verify(args: readonly string[], base: string): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    GO111MODULE: 'off',
    GOPATH: GOCODE,
    GOCACHE: path.join(base, 'go-cache'),
    GOFLAGS: '',
  };
  try {
    const { stdout } = await promisify(execFile)('go', ['run', CHECKER, ...args], { env });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }; // As execFile's promise rejects.
    return `${stdout}${stderr}` || String(error);
  }
}
