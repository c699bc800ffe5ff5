import { ProofError, verifyTlogProof, type ProvedEvent } from '@wardkeep/client';
import { Command } from 'commander';
import { KEY_WANTED } from '../../audit/key-option.ts';
import { CliError, EXIT } from '../../cli-error.ts';
import type { Report } from '../../outcome.ts';
import { readNote } from '../../secret.ts';
import type { Surroundings } from '../../surroundings.ts';

interface Options {
  readonly key: string;
}

/** `wardkeep audit verify-proof`: the file that a person took from their list of accesses. Needs no server. */
export function auditVerifyProofCommand(_around: Surroundings, report: Report): Command {
  return new Command('verify-proof')
    .description('Check the proof of one access, without a server.')
    .argument('<file>', 'a .tlog-proof file')
    .requiredOption('--key <verifier key>', 'as wardkeep audit key prints it')
    .action(async (file: string, { key }: Options) => {
      const proved = await verified(await readNote(file), key);
      const { eventId, occurredAtMs, action, outcome, index, checkpoint } = proved;
      const occurredAt = new Date(occurredAtMs).toISOString();
      const { origin, size } = checkpoint;
      report({
        exitCode: EXIT.ok,
        document: { ok: true, origin, size, index, eventId, occurredAt, action, outcome },
        lines: [
          `${origin} holds this event as leaf ${index} of ${size}:`,
          `${occurredAt}  ${action}  ${outcome}  ${eventId}`,
        ],
      });
    });
}

async function verified(text: string, key: string): Promise<ProvedEvent> {
  try {
    return await verifyTlogProof(text, key);
  } catch (error) {
    if (error instanceof ProofError) throw toldError(error);
    throw error;
  }
}

function toldError(error: ProofError): CliError {
  if (error.code === 'bad_key') return new CliError('usage', KEY_WANTED, { cause: error });
  const what =
    error.code === 'bad_note'
      ? 'The checkpoint in it is not one that this key signed.'
      : 'The file is no proof, or was changed: its event is not in this log.';
  return new CliError('bad_signature', `NOT PROVED. ${what}`, { cause: error });
}
