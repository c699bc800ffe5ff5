import { Command } from 'commander';
import type { Report } from '../outcome.ts';
import type { Surroundings } from '../surroundings.ts';
import { generateCommand } from './keys/generate.ts';
import { providerCommand } from './keys/provider.ts';
import { recoveryCommand } from './keys/recovery.ts';
import { reportCommand } from './keys/report.ts';
import { restoreCommand } from './keys/restore.ts';
import { revokeCommand } from './keys/revoke.ts';
import { rotateCommand } from './keys/rotate.ts';
import { keysStatusCommand } from './keys/status.ts';

/** `wardkeep keys …`: everything an operator does with keys. */
export function keysCommand(around: Surroundings, report: Report): Command {
  const keys = new Command('keys').description('See, rotate, revoke, move and recover the keys.');
  const verbs = [
    keysStatusCommand,
    rotateCommand,
    revokeCommand,
    generateCommand,
    restoreCommand,
    providerCommand,
    recoveryCommand,
    reportCommand,
  ];
  for (const make of verbs) keys.addCommand(make(around, report));
  return keys;
}
