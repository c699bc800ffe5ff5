import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { CliError, EXIT } from '../../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../../operator-command.ts';
import { notOurs, type Members } from '../../../operator-reply.ts';
import type { Report } from '../../../outcome.ts';
import { writePrivateFile } from '../../../private-file.ts';
import type { Surroundings } from '../../../surroundings.ts';

interface Options extends ServerOptions {
  readonly shares?: number;
  readonly threshold?: number;
  readonly out?: string;
  readonly print?: true;
}

/** A printable sheet, and the name of its file. */
interface Sheet {
  readonly name: string;
  readonly text: string;
}

/** `wardkeep keys recovery make`: a new kit; the one before still opens what is held, and nothing that is in use. */
export function makeRecoveryCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'make',
    'Make a new recovery kit, whole or in shares. The one before still opens what is held, and nothing that is in use.',
  )
    .option('--shares <n>', 'for how many people, 2 to 255; else the kit is whole', wholeNumber)
    .option('--threshold <m>', 'how many of them are needed together', wholeNumber)
    .option('--out <directory>', 'write a file for each sheet there, mode 0600')
    .option('--print', 'print the sheets instead')
    .action(async (options: Options) => {
      const { out } = options;
      const count = sharesOf(options);
      await refuseNowhere(options);
      const made = await operatorOf(around, options).tell('/recovery/make', count);
      const sheets = sheetsOf({ ...count, ...made }, around.now());
      const files = out === undefined ? [] : await writeSheets(out, sheets);
      report({
        exitCode: EXIT.ok,
        document: {
          ok: true,
          ...count,
          fingerprint: made['fingerprint'],
          ...(out === undefined ? { sheets: sheets.map(({ text }) => text) } : { files }),
        },
        lines: out === undefined ? sheets.map(({ text }) => text) : files.map(told),
      });
    });
}

function told(file: string): string {
  return `Written to ${file}, which only you can read. Print it, and delete the file.`;
}

function wholeNumber(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function sharesOf({
  shares,
  threshold,
}: Options): { readonly shares: number; readonly threshold: number } | Record<string, never> {
  if (shares === undefined && threshold === undefined) return {};
  const isSensible =
    shares !== undefined &&
    threshold !== undefined &&
    threshold >= 2 &&
    threshold <= shares &&
    shares <= 255;
  if (isSensible) return { shares, threshold };
  throw new CliError(
    'usage',
    '--shares N and --threshold M go together, with M from 2 to N and N at most 255.',
  );
}

/** Before the server makes a kit that could then be written nowhere. */
async function refuseNowhere({ out, print }: Options): Promise<void> {
  if ((out === undefined) === (print === undefined))
    throw new CliError('usage', 'Say where the kit goes: --out DIRECTORY or --print.');
  if (out === undefined) return;
  await access(out, constants.W_OK).catch((cause: unknown) => {
    throw new CliError('bad_file', `${out} is no directory that can be written to.`, { cause });
  });
}

function sheetsOf({ kit, shares, threshold }: Members, now: Date): readonly Sheet[] {
  const day = now.toISOString().slice(0, 10);
  const keep =
    'Print this, keep the paper where neither the server nor its backups are, and delete the file.';
  if (typeof kit === 'string') {
    const head = `# Wardkeep recovery kit, ${day}. With the key store it opens everything.\n# ${keep}`;
    return [{ name: `recovery-kit-${day}.txt`, text: `${head}\n\n${kit}\n` }];
  }
  if (!Array.isArray(shares) || shares.length === 0) throw notOurs();
  return shares.map((text, index) => {
    const which = `${index + 1} of ${shares.length}`;
    const head = `# Wardkeep recovery share ${which}, ${day}. It takes ${String(threshold)} of them.\n# ${keep}`;
    return {
      name: `recovery-share-${day}-${which.replaceAll(' ', '-')}.txt`,
      text: `${head}\n\n${String(text)}\n`,
    };
  });
}

async function writeSheets(directory: string, sheets: readonly Sheet[]): Promise<string[]> {
  const files: string[] = [];
  for (const { name, text } of sheets) {
    const file = path.join(directory, name);
    await writePrivateFile(file, text);
    files.push(file);
  }
  return files;
}
