import { parseCheckpoint } from '../../audit/checkpoint.ts';
import type { Gate } from '../../gate/index.ts';
import { EscrowError } from './escrow-error.ts';
import type { EscrowItem, EscrowSink } from './escrow-sink.ts';

const DAY_MS = 24 * 60 * 60_000;

/** An officer’s mailbox: the newest checkpoint once a day, to be kept there or printed. It is kept once it is queued. */
export function mailSink(address: string, gate: () => Gate): EscrowSink {
  return {
    sink: 'mail',
    place: address,
    kinds: ['checkpoint'],
    everyMs: DAY_MS,
    keep: async (item) => {
      const { db, mail } = gate();
      if (!mail.isOn) throw new EscrowError('no_mail');
      await db.transaction((tx) =>
        mail.queue(tx, {
          to: { address, language: 'en' },
          template: 'audit-checkpoint',
          values: linesOf(item),
        }),
      );
      return 'kept';
    },
  };
}

/** Line by line: what waits in the outbox holds no line breaks. */
function linesOf({ note }: EscrowItem) {
  const end = note.lastIndexOf('\n\n') + 1;
  const { origin, size, root } = parseCheckpoint(note.slice(0, end));
  const signature = note.slice(end + 1).trimEnd();
  return { origin, size: String(size), root: root.toString('base64'), signature };
}
