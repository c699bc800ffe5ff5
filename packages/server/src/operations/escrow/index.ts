export { Escrow } from './escrow.ts';
export { startEscrow } from './keeper.ts';
export { escrowRoutes } from './operator-escrow.ts';
export { noteWebhook } from './webhook-sink.ts';
