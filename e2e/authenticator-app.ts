/**
 * An authenticator app for tests. Each code counts once, and the server believes the step before and after its own as
 * well (RFC 6238 §5.2): so three codes in a row need no waiting, beginning with the one that is about to run out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'otplib';

const STEP_S = 30;
/** A page may take so long from the code to the server. */
const TYPED_WITHIN_S = 12;

export interface AuthenticatorApp {
  /** One that this app has not shown before; waits for it where it has to. */
  nextCode(): Promise<string>;
}

/** @param secret - base32, as the page shows it. */
export function authenticatorApp(secret: string): AuthenticatorApp {
  let shown = 0;
  return {
    nextCode: async () => {
      shown = Math.max(shown + 1, stepIn(TYPED_WITHIN_S) - 1);
      // The server's clock is this machine's own.
      while (shown > stepIn(0) + 1) await sleep(250);
      return generate({ secret, epoch: shown * STEP_S });
    },
  };
}

function stepIn(seconds: number): number {
  return Math.floor((Date.now() / 1000 + seconds) / STEP_S);
}
