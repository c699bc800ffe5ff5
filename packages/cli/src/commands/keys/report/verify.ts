import { Command } from 'commander';
import { EXIT } from '../../../cli-error.ts';
import type { Report } from '../../../outcome.ts';
import { readNote } from '../../../secret.ts';
import { openNote } from '../../../signed-note.ts';
import type { Surroundings } from '../../../surroundings.ts';

interface Options {
  readonly key: string;
}

/** `wardkeep keys report verify`: needs no server, so that an auditor can do it elsewhere. */
export function verifyReportCommand(_around: Surroundings, report: Report): Command {
  return new Command('verify')
    .description('Verify a report that was kept in a file. Needs no server.')
    .argument('<file>', 'the report as it was printed')
    .requiredOption('--key <key>', 'NAME+ID+KEY, noted down when the installation was trusted')
    .action(async (file: string, { key }: Options) => {
      const { name, text } = openNote(await readNote(file), key);
      report({
        exitCode: EXIT.ok,
        document: { ok: true, signedBy: name, text },
        lines: [`Signed by ${name}, and not changed since:`, '', text.trimEnd()],
      });
    });
}
