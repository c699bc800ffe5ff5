/** Reads how many tests passed from the JSON reports of vitest and Playwright. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './steps.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** A run that ended badly without a failed test, such as a file that does not load, is a failure. */
export function countFailureOf(run: { ok: boolean }, counts: Counts): Counts {
  return run.ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** @throws when `file` is absent or is no such report. */
export function vitestCounts(file: string): Counts {
  const report = readReport(file);
  return {
    passed: numberIn(report, 'numPassedTests'),
    failed: numberIn(report, 'numFailedTests'),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
  };
}

/** Names of what failed, for the end of a log. @throws as {@link vitestCounts} */
export function vitestFailures(file: string): readonly string[] {
  // `as`: vitest writes Jest's report
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  return report.testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const file = path.relative(repository, name);
    if (failed.length === 0 && message !== '') return [`${file}: ${firstLine(message)}`];
    return failed.map(
      (each) => `${file} › ${each.fullName}: ${firstLine(each.failureMessages[0])}`,
    );
  });
}

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function firstLine(text = ''): string {
  return text.split('\n')[0]?.slice(0, 300) ?? '';
}

/** A flaky test counts as failed. @throws when `file` is absent or is no such report. */
export function playwrightCounts(file: string): Counts {
  const stats = new Map(Object.entries(readReport(file).get('stats') ?? {}));
  return {
    passed: numberIn(stats, 'expected'),
    failed: numberIn(stats, 'unexpected') + numberIn(stats, 'flaky'),
    skipped: numberIn(stats, 'skipped'),
  };
}

function readReport(file: string): ReadonlyMap<string, unknown> {
  // `as`: both programs write one object
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as object));
}

function numberIn(report: ReadonlyMap<string, unknown>, name: string): number {
  const value = report.get(name);
  if (typeof value !== 'number') throw new Error(`The report says no ${name}.`);
  return value;
}
