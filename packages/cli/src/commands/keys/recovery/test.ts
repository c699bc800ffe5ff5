import type { Command } from 'commander';
import { operatorCommand, operatorOf, type ServerOptions } from '../../../operator-command.ts';
import type { Report } from '../../../outcome.ts';
import { kitOf, withKit, type KitOptions } from '../../../recovery-kit.ts';
import type { Surroundings } from '../../../surroundings.ts';
import { workOutcome } from '../../../work-outcome.ts';

/** `wardkeep keys recovery test` */
export function testRecoveryCommand(around: Surroundings, report: Report): Command {
  const command = operatorCommand(
    'test',
    'Prove that a printed kit opens every key. Changes nothing.',
  );
  return withKit(command).action(async (options: ServerOptions & KitOptions) => {
    const kit = await kitOf(around, options);
    const result = await operatorOf(around, options).tell('/recovery/test', kit);
    report(workOutcome(result, 'This kit opens every key.'));
  });
}
