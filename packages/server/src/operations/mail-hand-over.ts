import { ConfigError, type Config } from '../config/read-config.ts';
import type { Gate } from '../gate/index.ts';
import {
  MailError,
  deferOutbox,
  deleteOutbox,
  smtpServer,
  type MailServer,
} from '../outbox/index.ts';
import { nextAttempt } from './mail-letters.ts';
import type { Letter } from './mail-open.ts';

import { mailServerUrl } from './secrets-mail.ts';

/** About the server, not about one e-mail: the next one would fare no better. */
const FOR_ALL: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'sign_in',
  'secret',
  'stopped',
]);

/**
 * Hands letters over one after the other, and notes at once what became of each.
 * @returns the code of the last that was not taken; undefined when all were.
 */
export async function handOver(
  gate: Gate,
  letters: readonly Letter[],
  { config, signal }: { readonly config: Config; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const server = await openServer(config);
  let failed: string | undefined;
  for (const letter of letters) {
    const isHopeless = failed !== undefined && FOR_ALL.has(failed);
    const code = isHopeless ? failed : await send(server, letter, signal);
    failed = code ?? failed;
    await gate.db.transaction((tx) =>
      code === undefined
        ? deleteOutbox(tx, [letter.outboxId])
        : deferOutbox(tx, { ...whenAgain(letter, code, gate.now()), outboxId: letter.outboxId }),
    );
  }
  return failed;
}

/** What this process breaks off because it ends is for whoever looks next, at once. */
function whenAgain({ attempts }: Letter, code: string, now: Date) {
  return code === 'stopped'
    ? { code: null, nextAttemptAt: now }
    : { code, nextAttemptAt: nextAttempt(attempts, now) };
}

async function send(
  server: MailServer | undefined,
  { outboxId, to, subject, text }: Letter,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (server === undefined) return 'secret';
  try {
    await server.send({ id: outboxId, to, subject, text }, signal);
    return undefined;
  } catch (error) {
    if (error instanceof MailError) return error.code;
    throw error;
  }
}

/** Undefined when the address of the mail server can't be read from where it is kept. */
async function openServer(config: Config): Promise<MailServer | undefined> {
  try {
    const url = await mailServerUrl(config);
    return url === undefined || config.mail === undefined
      ? undefined
      : smtpServer({ url, sender: config.mail.sender });
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
