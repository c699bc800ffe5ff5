import { Command } from 'commander';
import type { Report } from '../outcome.ts';
import type { Surroundings } from '../surroundings.ts';
import { erasePersonCommand } from './person/erase.ts';
import { erasuresCommand } from './person/erasures.ts';
import { recoverCommand, recoveriesCommand } from './person/recoveries.ts';
import { restrictionCommands } from './person/restrictions.ts';

/** `wardkeep person …`: what the operator does about one person, who is named by a random id only. */
export function personCommand(around: Surroundings, report: Report): Command {
  const person = new Command('person').description(
    'Erase a person, hold what must be kept, suspend or resume, let in who lost every second factor.',
  );
  person.addCommand(erasePersonCommand(around, report));
  for (const command of restrictionCommands(around, report)) person.addCommand(command);
  person.addCommand(erasuresCommand(around, report));
  person.addCommand(recoveriesCommand(around, report));
  return person.addCommand(recoverCommand(around, report));
}
