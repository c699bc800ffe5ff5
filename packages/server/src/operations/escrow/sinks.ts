import type { EscrowSettings } from '../../config/proof-settings.ts';
import type { Gate } from '../../gate/index.ts';
import { directorySink } from './directory-sink.ts';
import type { EscrowSink } from './escrow-sink.ts';
import { mailSink } from './mail-sink.ts';
import { s3Sink, type S3Access } from './s3-sink.ts';
import { webhookSink } from './webhook-sink.ts';

/** Every place that the settings name. Those that are read back need no gate for it. */
export function sinksOf(
  { directory, s3, mail, webhook }: EscrowSettings,
  gate: () => Gate,
  s3Access: S3Access = {},
): readonly EscrowSink[] {
  return [
    ...(directory === undefined ? [] : [directorySink(directory)]),
    ...(s3 === undefined ? [] : [s3Sink(s3, s3Access)]),
    ...(mail === undefined ? [] : [mailSink(mail, gate)]),
    ...(webhook === undefined ? [] : [webhookSink(webhook, gate)]),
  ];
}
