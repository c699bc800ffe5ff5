import type { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { readKit } from './secret.ts';
import type { Surroundings } from './surroundings.ts';

export interface KitOptions {
  readonly kitFile?: string;
  readonly shareFile?: readonly string[];
}

/** The two ways to hand a kit over. */
export function withKit(command: Command): Command {
  return command
    .option(
      '--kit-file <file>',
      'holds the kit’s characters and nothing else; else they are asked for',
    )
    .option('--share-file <files...>', 'shares of a kit, one in each file, as many as it needs');
}

/** @throws CliError as `readKit`, and `usage` */
export async function kitOf(
  around: Surroundings,
  { kitFile, shareFile }: KitOptions,
): Promise<{ readonly kit: string } | { readonly shares: readonly string[] }> {
  if (shareFile === undefined) return { kit: await readKit(around, kitFile) };
  if (kitFile !== undefined)
    throw new CliError('usage', 'Give the kit or its shares: --kit-file or --share-file.');
  const shares: string[] = [];
  for (const file of shareFile) shares.push(await readKit(around, file, 'recovery share'));
  return { shares };
}
