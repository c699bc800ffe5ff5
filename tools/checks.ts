/** The checks that need no running server: types, lint, format, architecture, dead code. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { repository, runStep, type Outcome, type Step } from './steps.ts';

const cache = 'node_modules/.cache/wardkeep';

const types = (name: string, project: string): Step => ({
  name,
  command: [
    'node_modules/typescript/bin/tsc',
    '--project',
    project,
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    `${cache}/${name.replace(' ', '-')}.tsbuildinfo`,
  ],
});

/** Two lanes for two cores, about equally long. */
const lanes: readonly (readonly Step[])[] = [
  [types('types', 'tsconfig.json'), types('types web', 'packages/web/tsconfig.json')],
  [
    { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--type-aware'] },
    {
      name: 'format',
      command: [
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        '.',
        '--log-level=warn',
        '--cache',
        '--cache-location',
        `${cache}/prettier`,
      ],
    },
    { name: 'architecture', command: ['tools/architecture/report.ts'] },
    { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  ],
];

/** Runs all of them, whatever fails, and prints the output of those that do. */
export async function runChecks(): Promise<readonly Outcome[]> {
  mkdirSync(path.join(repository, cache), { recursive: true });
  const outcomes = (await Promise.all(lanes.map(runLane))).flat();
  for (const { step, ok, output } of outcomes) {
    if (!ok) console.log(`\n── ${step.name} ${'─'.repeat(60)}\n${output.trim()}`);
  }
  console.log();
  for (const { step, ok, seconds } of outcomes) {
    console.log(`${ok ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(14)} ${seconds.toFixed(1)} s`);
  }
  return outcomes;
}

async function runLane(steps: readonly Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await runStep(step, 'kept'));
  return outcomes;
}
