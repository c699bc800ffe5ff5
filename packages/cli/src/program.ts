import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { importCommand } from './commands/import.ts';
import { recoveryCommand } from './commands/recovery.ts';
import { scanCommand } from './commands/scan.ts';
import { signInCommand } from './commands/sign-in.ts';
import { signOutCommand } from './commands/sign-out.ts';
import { statusCommand } from './commands/status.ts';
import { unlockCommand } from './commands/unlock.ts';
import type { Report } from './outcome.ts';
import type { Surroundings } from './surroundings.ts';

const EXIT_CODES = `
Exit codes:
  0  done
  1  refused or failed
  2  the command line is wrong
  3  no server answers
  4  a scan found something

Secrets come from a file, from standard input or are asked for; never from an argument.`;

/** Every command. What they have in common is added here, so that none can lack it. */
export function makeProgram(around: Surroundings, report: Report): Command {
  const program = new Command('wardkeep')
    .description('Operate a Wardkeep server, and import into your own chart.')
    .version(manifest.version, '--version', 'print the version')
    .addHelpText('after', EXIT_CODES);
  const commands = [
    statusCommand,
    unlockCommand,
    recoveryCommand,
    signInCommand,
    signOutCommand,
    importCommand,
    scanCommand,
  ];
  for (const make of commands) {
    const command = make(around, report);
    command.option('--json', 'print one JSON document').addHelpText('after', EXIT_CODES);
    program.addCommand(command);
  }
  return program;
}
