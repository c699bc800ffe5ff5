/** Runs dependency-cruiser over a tree's packages, in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const repository = path.resolve(import.meta.dirname, '../..');
const program = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

export const rulesFile = path.join(repository, '.dependency-cruiser.cjs');

export interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

export interface Cruise {
  /** Our own modules that were really read; what is in node_modules does not count. */
  readonly modulesRead: readonly string[];
  readonly violations: readonly Violation[];
  readonly ruleNames: readonly string[];
  /** Every import between our own modules, of values and of types. */
  readonly imports: readonly Import[];
}

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** @param root - The tree; its `packages` folder is read with the rules of this repository. */
export async function cruise(root: string): Promise<Cruise> {
  const run = promisify(execFile);
  const options = ['--config', rulesFile, '--output-type', 'json', 'packages'];
  const limits = { cwd: root, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await run(process.execPath, [program, ...options], limits);
  return parseCruise(stdout);
}

interface CruiserReport {
  modules: { source: string; dependencies: { resolved: string }[] }[];
  summary: {
    violations: { from: string; to: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
}

function parseCruise(json: string): Cruise {
  // `as`: the program above wrote it
  const { modules, summary } = JSON.parse(json) as CruiserReport;
  return {
    modulesRead: modules.map((module) => module.source).filter(isOurs),
    violations: summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name })),
    ruleNames: summary.ruleSetUsed.forbidden.map((rule) => rule.name),
    imports: modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
    ),
  };
}

const isOurs = (source: string) => source.startsWith('packages/') && /\.(tsx?|mjs)$/.test(source);
