import type { Log } from '../db/log.ts';
import { startAlerts } from './alerts/index.ts';
import { noteWebhook, startEscrow, type Escrow } from './escrow/index.ts';
import { Mailer } from './mailer.ts';
import { systemParts, type RunningState } from './system-parts.ts';
import { startWebhooks } from './webhooks.ts';

/** What goes on by itself while the server listens: e-mail, webhooks, copies outside, alerts. */
export function startBackground(
  state: RunningState,
  {
    escrow,
    publicUrl,
    log,
  }: { readonly escrow: Escrow; readonly publicUrl: () => string; readonly log: Log },
): { stop(): Promise<void> } {
  const { config } = state;
  const gate = () => state.gate;
  const mailer = new Mailer({ config, gate, log });
  state.mailer = mailer;
  const webhooks = startWebhooks({ config, gate, log, told: noteWebhook });
  const keeper = startEscrow(escrow, { gate, log });
  const notices = () => systemParts(state).notices();
  const alerts = startAlerts({ config, gate, notices, publicUrl, log });
  return {
    // Those that queue before those that carry what was queued.
    stop: async () => {
      await alerts.stop();
      await keeper.stop();
      await webhooks.stop();
      await mailer.stop();
    },
  };
}
