/**
 * `npm test`: everything with small counts. The checks; then the browser tests beside every other test
 * on the embedded PostgreSQL, and those of the server's that stand nearest to SQL once more on the
 * system's PostgreSQL, where there is one.
 *
 *   node tools/test.ts [--only check|unit|e2e]
 *
 * The last line is `N passed, N failed, N skipped`.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runChecks } from './checks.ts';
import { repository, runStep, stopStepsWhenInterrupted, type Step } from './steps.ts';
import {
  add,
  countFailureOf,
  none,
  playwrightCounts,
  vitestCounts,
  vitestFailures,
} from './test-counts.ts';
import type { Counts } from './test-counts.ts';

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const parts: Readonly<Record<string, () => Promise<Counts>>> = { check, unit, e2e };

/** What stands nearest to SQL. What is above it runs on the embedded database only: it takes twice as long. */
const ON_BOTH = [
  'db',
  'audit',
  'gate',
  'features/accounts',
  'features/records',
  'features/sessions',
];
/** Said again at the end, where whoever reads a log begins. */
const failures: string[] = [];

stopStepsWhenInterrupted();
process.exitCode = await main();

async function main(): Promise<number> {
  const counts = await (only === undefined ? all() : orFailed(partOf(only)));
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
}

/** A browser test waits most of its time, for pages and for the next code of an app: the others have the machine meanwhile. */
async function all(): Promise<Counts> {
  const checked = await orFailed(check);
  const tested = await Promise.all([orFailed(unit), orFailed(e2e)]);
  return tested.reduce(add, checked);
}

function partOf(name: string): () => Promise<Counts> {
  const part = parts[name];
  if (part === undefined) throw new Error(`--only takes ${Object.keys(parts).join(', ')}`);
  return part;
}

/** A part that can't even start is a failure, and the parts after it still run. */
async function orFailed(part: () => Promise<Counts>): Promise<Counts> {
  try {
    return await part();
  } catch (error) {
    console.error(error);
    return { ...none, failed: 1 };
  }
}

/** Each check counts as one test. */
async function check(): Promise<Counts> {
  const outcomes = await runChecks();
  const passed = outcomes.filter((outcome) => outcome.ok).length;
  return { passed, failed: outcomes.length - passed, skipped: 0 };
}

async function unit(): Promise<Counts> {
  const embedded = await vitest('unit', [], {});
  const binaries = systemPostgres();
  if (binaries === undefined) {
    console.log(
      '\nSKIPPED: no PostgreSQL of the system, so the server’s tests ran on the embedded one only.',
    );
    return add(embedded, { ...none, skipped: 1 });
  }
  console.log(`\nWhat stands nearest to SQL once more, on ${binaries}`);
  const environment = { WARDKEEP_TEST_POSTGRES_BIN: binaries };
  const folders = ON_BOTH.map((folder) => `packages/server/src/${folder}/`);
  const args = ['--project', 'server', ...folders];
  return add(embedded, await vitest('unit-system', args, environment));
}

async function vitest(
  name: string,
  args: string[],
  environment: Record<string, string>,
): Promise<Counts> {
  const report = reportFile(name);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const command: Step['command'] = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args];
  const counted = await runCounted({ name, command, environment }, report, vitestCounts);
  if (counted.failed > 0 && existsSync(report)) failures.push(...vitestFailures(report));
  return counted;
}

function e2e(): Promise<Counts> {
  const folder = path.join(repository, 'e2e');
  const hasSpecs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) =>
    file.endsWith('.spec.ts'),
  );
  if (!hasSpecs) throw new Error('There is no browser test in e2e/.');
  const script = 'node_modules/@playwright/test/cli.js';
  const command: Step['command'] = [script, 'test', '-c', 'e2e/playwright.config.ts'];
  return runCounted({ name: 'e2e', command }, reportFile('e2e'), playwrightCounts);
}

async function runCounted(
  step: Step,
  report: string,
  count: (report: string) => Counts,
): Promise<Counts> {
  // An old report must not stand in for one that was never written.
  rmSync(report, { force: true });
  const outcome = await runStep(step, 'live');
  return countFailureOf(outcome, existsSync(report) ? count(report) : none);
}

function reportFile(name: string): string {
  return path.join(repository, 'test-results', `${name}.json`);
}

/** The newest PostgreSQL ≥ 15 where Debian and its kin keep them. */
function systemPostgres(): string | undefined {
  const home = '/usr/lib/postgresql';
  if (!existsSync(home)) return undefined;
  const newest = readdirSync(home)
    .map(Number)
    .filter((version) => version >= 15 && existsSync(`${home}/${version}/bin/initdb`))
    .toSorted((a, b) => b - a)[0];
  return newest === undefined ? undefined : `${home}/${newest}/bin`;
}
