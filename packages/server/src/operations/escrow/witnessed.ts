import type { CheckpointKey } from '../../audit/index.ts';
import type { Log } from '../../db/log.ts';
import { escrowCodeOf } from './escrow-error.ts';
import type { EscrowSink, HeldNote } from './escrow-sink.ts';
import { openHeld } from './judge.ts';

/** The newest note of a log that any place outside holds and this installation has signed; undefined where none is read. */
export async function witnessedNote(
  logName: string,
  sinks: readonly EscrowSink[],
  { key, log }: { readonly key: CheckpointKey; readonly log: Log },
): Promise<string | undefined> {
  const held = await Promise.all(sinks.map((sink) => read(sink, logName, log)));
  const ours = held.filter((each) => each !== undefined && openHeld(each, logName, key));
  const newest = ours.toSorted((a, b) => (b?.size ?? 0) - (a?.size ?? 0))[0];
  return newest?.note;
}

async function read(
  { sink, reader }: EscrowSink,
  logName: string,
  log: Log,
): Promise<HeldNote | undefined> {
  try {
    return await reader?.newestCheckpoint(logName);
  } catch (error) {
    log.warn({ sink, code: escrowCodeOf(error) }, 'a place of escrow can’t be read');
    return undefined;
  }
}
