/** `npm run check`: everything that can be said without running the product, under a minute. */
import { runChecks } from './checks.ts';
import { stopStepsWhenInterrupted } from './steps.ts';

stopStepsWhenInterrupted();
const outcomes = await runChecks();
process.exitCode = outcomes.every((outcome) => outcome.ok) ? 0 : 1;
