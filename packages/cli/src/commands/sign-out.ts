import { ProblemError } from '@wardkeep/client';
import { readOwnAccount, signOut } from '@wardkeep/contract';
import { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import type { Report } from '../outcome.ts';
import { keptConnection } from '../session/connect.ts';
import { sessionFile } from '../session/kept-session.ts';
import { configurationDirectory, type Surroundings } from '../surroundings.ts';

/** `wardkeep sign-out`: ends the session on the server, and then forgets it here. */
export function signOutCommand(around: Surroundings, report: Report): Command {
  return new Command('sign-out').description('End the session that is kept.').action(async () => {
    const { server } = await endOnServer(around);
    sessionFile(configurationDirectory(around)).remove();
    report({
      exitCode: EXIT.ok,
      document: { ok: true, server },
      lines: [`Signed out of ${server}.`],
    });
  });
}

async function endOnServer(around: Surroundings): Promise<{ readonly server: string }> {
  const { server, client } = keptConnection(around);
  try {
    // Brings the token that a request with an effect has to carry.
    await client.call(readOwnAccount);
    await client.call(signOut);
  } catch (error) {
    // A session that has ended already is what was asked for.
    if (!(error instanceof ProblemError && error.code === 'not_signed_in')) throw error;
  }
  return { server };
}
