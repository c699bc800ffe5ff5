import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { auditCommand } from './commands/audit.ts';
import { escrowCommand } from './commands/escrow.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { personCommand } from './commands/person.ts';
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
  4  a scan found something, or something in the audit log does not fit
  5  the connection ended in the middle of long work, which the server goes on with

Secrets come from a file, from standard input or are asked for; never from an argument.`;

/** Every command. What they have in common is added here, so that none can lack it. */
export function makeProgram(around: Surroundings, report: Report): Command {
  const program = new Command('wardkeep')
    .description('Operate a Wardkeep server, and import and export records.')
    .version(manifest.version, '--version', 'print the version')
    .addHelpText('after', EXIT_CODES);
  const commands = [
    statusCommand,
    unlockCommand,
    keysCommand,
    personCommand,
    auditCommand,
    escrowCommand,
    signInCommand,
    signOutCommand,
    importCommand,
    exportCommand,
    scanCommand,
  ];
  for (const make of commands) {
    program.addCommand(completed(make(around, report)));
  }
  return program;
}

/** A noun has verbs, or nouns that have; what is carried out stands at the end. */
function completed(command: Command): Command {
  if (command.commands.length === 0) command.option('--json', 'print one JSON document');
  command.commands.forEach(completed);
  return command.addHelpText('after', EXIT_CODES);
}
