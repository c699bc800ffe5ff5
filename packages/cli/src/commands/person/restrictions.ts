import type { Command } from 'commander';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import { personIdOf } from '../../person-id.ts';
import type { Surroundings } from '../../surroundings.ts';
import { workOutcome } from '../../work-outcome.ts';

const VERBS = {
  hold: {
    description: 'Forbid that a person is erased, for as long as a law or a court wants it.',
    done: 'Held: this person can’t be erased until the hold is released.',
  },
  release: {
    description: 'End a hold: the person can be erased again.',
    done: 'Released.',
  },
  suspend: {
    description: 'End a person’s sessions and let nobody sign in as them; the data stays.',
    done: 'Suspended. A restore of an older database suspends them again.',
  },
  resume: {
    description: 'End a suspension.',
    done: 'Resumed.',
  },
} as const;

/** `wardkeep person hold | release | suspend | resume`: each can be taken back. */
export function restrictionCommands(around: Surroundings, report: Report): readonly Command[] {
  return Object.entries(VERBS).map(([verb, { description, done }]) =>
    operatorCommand(verb, description)
      .argument('<person>', 'id of the person')
      .action(async (text: string, options: ServerOptions) => {
        const operator = operatorOf(around, options);
        const result = await operator.tell(`/persons/${verb}`, { personId: personIdOf(text) });
        report(workOutcome(result, result['changed'] === false ? 'It was so already.' : done));
      }),
  );
}
