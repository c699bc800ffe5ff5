/** What a log can have wrong, in one word each, and what it means: docs/verify-the-log.md, "What a fault means". */
export const EXPORT_FAULTS = {
  checkpoint_not_authentic: 'the checkpoint is not one that this key signed',
  begin_differs: 'the log does not begin with a signed checkpoint of the log before',
  commitment_differs: 'what is sealed of this event is not what was recorded',
  leaf_differs:
    'this event is not the one in the tree: its id, time, action or outcome was changed',
  row_missing: 'this event was removed',
  row_added: 'an event was put in that was never recorded',
  row_unreadable: 'the line of this event is no line of an export',
  tile_differs: 'the tree is not the tree of these events, or a part of it is missing',
  root_differs: 'the events and the tree fit each other, and are not what was signed',
} as const;
export type ExportFault = keyof typeof EXPORT_FAULTS;

/** Those, and what only the server can see. */
export const FAULTS: Readonly<Record<string, string>> = {
  ...EXPORT_FAULTS,
  index_differs:
    'a search token is not that of whom the event is about, or what was sealed is gone before its time: a search misses it',
  head_differs: 'the log’s size is not that of its newest checkpoint',
  event_outside_log: 'an event is in no log and waits for none',
  pending_without_event: 'an event was removed while it waited for the log',
};

export function faultText(why: string): string {
  return FAULTS[why] ?? 'it does not fit';
}
