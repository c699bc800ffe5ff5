/** Chromium's virtual authenticator (WebAuthn Level 3 §11): a device that keeps passkeys and knows its user. */
import type { Page } from '@playwright/test';

export interface PasskeyDevice {
  /** Whether its user touches it when it asks: they do from the beginning, also where a page only offers passkeys. */
  isTouched(whether: boolean): Promise<void>;
}

/** From now on this page has such a device. It belongs to the page, and goes with it. */
export async function givePasskeys(page: Page): Promise<PasskeyDevice> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    isTouched: async (enabled) => {
      const device = { authenticatorId, enabled };
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', device);
    },
  };
}
