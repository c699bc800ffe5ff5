/** Prints what breaks an import rule; `npm run check` runs it. The tests of the rules are elsewhere. */
import path from 'node:path';
import { featureCircles } from './circles.ts';
import { cruise } from './cruise.ts';
import { assertionsWithoutReason } from './sources.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { violations, imports, modulesRead } = await cruise(root);

const complaints = [
  ...violations.map(({ from, to, rule }) => `${rule}: ${from} → ${to}`),
  ...featureCircles(imports).map((folder) => `features-form-no-circle: ${folder}`),
  ...assertionsWithoutReason(root).map((where) => `as-needs-a-reason: ${where}`),
];
if (modulesRead.length === 0) complaints.push('No module was read at all.');

for (const complaint of complaints) console.log(complaint);
console.log(`${modulesRead.length} modules, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
