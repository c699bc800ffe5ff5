import { Command } from 'commander';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { migrateCommand } from './provider/migrate.ts';

/** `wardkeep keys provider …` */
export function providerCommand(around: Surroundings, report: Report): Command {
  return new Command('provider')
    .description('What holds the root key: a file, an HSM, a key management service.')
    .addCommand(migrateCommand(around, report));
}
