import { Command } from 'commander';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { makeRecoveryCommand } from './recovery/make.ts';
import { testRecoveryCommand } from './recovery/test.ts';
import { useRecoveryCommand } from './recovery/use.ts';

/** `wardkeep keys recovery …`: what the printed recovery kit is for. */
export function recoveryCommand(around: Surroundings, report: Report): Command {
  return new Command('recovery')
    .description('Make, test or use the printed recovery kit, whole or in shares.')
    .addCommand(makeRecoveryCommand(around, report))
    .addCommand(testRecoveryCommand(around, report))
    .addCommand(useRecoveryCommand(around, report));
}
