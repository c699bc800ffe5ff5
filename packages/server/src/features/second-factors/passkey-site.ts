import { Refusal } from '../../gate/index.ts';

/** What browsers know this server as: a passkey works for this name, and on this origin alone (WebAuthn Level 3 §5.1.3). */
export interface PasskeySite {
  readonly rpId: string;
  readonly origin: string;
}

/**
 * @throws {@link Refusal} `not_supported` for a public URL without a name: browsers make passkeys for names, and for
 * this machine as `localhost`.
 */
export function passkeySite(publicUrl: string): PasskeySite {
  const url = new URL(publicUrl);
  if (/^(127(\.\d+){3}|\[::1\])$/.test(url.hostname)) url.hostname = 'localhost';
  if (/^[\d.]+$|^\[/.test(url.hostname)) {
    throw new Refusal(
      'not_supported',
      'Passkeys need a server with a name, and this one is reached by an IP address. Use an authenticator app, or ask whoever runs this server to give it a name.',
    );
  }
  return { rpId: url.hostname, origin: url.origin };
}
