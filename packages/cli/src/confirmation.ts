import { createInterface } from 'node:readline/promises';
import { CliError } from './cli-error.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Returns once somebody at the terminal has typed the text.
 * @throws {@link CliError} `usage` where there is no terminal, `cancelled` for anything else that was typed
 */
export async function confirmByTyping(
  { stdin, stderr }: Surroundings,
  text: string,
  question: string,
): Promise<void> {
  if (stdin.isTTY !== true)
    throw new CliError('usage', 'Nobody is there to ask. With --yes it is done without asking.');
  const lines = createInterface({ input: stdin, output: stderr, terminal: true });
  try {
    const typed = await new Promise<string>((resolve) => {
      lines.once('SIGINT', () => {
        resolve('');
      });
      lines.once('close', () => {
        resolve('');
      });
      lines.question(`${question}: `).then(resolve, () => {
        resolve('');
      });
    });
    if (typed.trim().toLowerCase() === text.toLowerCase()) return;
  } finally {
    lines.close();
  }
  throw new CliError('cancelled', 'That is something else. Nothing was done.');
}
