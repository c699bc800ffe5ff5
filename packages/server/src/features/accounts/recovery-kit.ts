import {
  confirmRecoveryKit as confirmEndpoint,
  makeRecoveryKit as makeEndpoint,
} from '@wardkeep/contract';
import { Refusal, plainRoute } from '../../gate/index.ts';
import { markRecoveryConfirmed } from '../system/index.ts';

export const makeRecoveryKit = plainRoute({
  endpoint: makeEndpoint,
  handle: async (request) => {
    const kit = await request.commit(() => Promise.resolve(request.makeRecoveryKit()));
    return { body: kit };
  },
});

export const confirmRecoveryKit = plainRoute({
  endpoint: confirmEndpoint,
  handle: async (request, { body }) => {
    await request.commit(async (tx) => {
      if (request.recovery()?.fingerprint !== body.fingerprint) {
        throw new Refusal(
          'validation_failed',
          'This is not the newest recovery kit. Make a new one.',
        );
      }
      await markRecoveryConfirmed(tx, body.fingerprint, request.now);
    });
    request.adoptRecoveryKit(body.fingerprint);
    return { body: null };
  },
});
