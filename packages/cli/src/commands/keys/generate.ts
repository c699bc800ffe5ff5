import { randomBytes } from 'node:crypto';
import { Argument, Command } from 'commander';
import { CliError, EXIT } from '../../cli-error.ts';
import type { Report } from '../../outcome.ts';
import { writePrivateFile } from '../../private-file.ts';
import type { Surroundings } from '../../surroundings.ts';

const ENCODINGS = { root: 'base64', passphrase: 'base64url' } as const;

interface Options {
  readonly out?: string;
  readonly print?: true;
}

/**
 * `wardkeep keys generate`: 256 random bits, without a server. What has a public half (the backup root, a recovery
 * kit) is made by the server, which must wrap every epoch to it at once.
 */
export function generateCommand(_around: Surroundings, report: Report): Command {
  return new Command('generate')
    .description(
      'Make a root key (for WARDKEEP_ROOT_KEY_FROM) or a passphrase (for WARDKEEP_PASSPHRASE_FROM): 256 random bits.',
    )
    .addArgument(new Argument('<what>').choices(['root', 'passphrase']))
    .option('--out <file>', 'write it there, mode 0600; never over a file that exists')
    .option('--print', 'print it, for example into a secret store')
    .action(async (what: keyof typeof ENCODINGS, options: Options) => {
      const { out, print } = options;
      if ((out === undefined) === (print === undefined))
        throw new CliError('usage', 'Say where it goes: --out FILE or --print.');
      const secret = randomBytes(32).toString(ENCODINGS[what]);
      if (out !== undefined) await writePrivateFile(out, `${secret}\n`);
      report({
        exitCode: EXIT.ok,
        document: { ok: true, kind: what, ...(out === undefined ? { secret } : { file: out }) },
        lines: [out === undefined ? secret : `Written to ${out}, which only you can read.`],
      });
    });
}
