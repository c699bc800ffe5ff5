import { Webhook } from 'standardwebhooks';

/**
 * - `unreachable`: nobody answers, or the certificate is refused.
 * - `timeout`: no whole answer in time.
 * - `refused`: it answered with something else than 2xx; also with a redirect, which is not followed.
 * - `insecure`: neither https nor this machine.
 * - `stopped`: broken off because this process ends.
 */
export type WebhookErrorCode = 'unreachable' | 'timeout' | 'refused' | 'insecure' | 'stopped';

export interface WebhookCall {
  readonly url: string;
  /** The same at each try, so that the receiver can tell a second copy. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** `whsec_` and base64, or base64 alone. */
  readonly secret: string;
  readonly now: Date;
}

const WAIT_MS = 10_000;

/**
 * Posts one call, signed as https://www.standardwebhooks.com says. What the other side answers is not read.
 * @returns why it was not taken; undefined when it was.
 */
export async function postWebhook(
  { url, id, body, secret, now }: WebhookCall,
  signal: AbortSignal,
  waitMs = WAIT_MS,
): Promise<WebhookErrorCode | undefined> {
  if (!isSafe(url)) return 'insecure';
  const late = AbortSignal.timeout(waitMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Wardkeep',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, late]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : 'refused';
  } catch (error) {
    if (signal.aborted) return 'stopped';
    if (late.aborted) return 'timeout';
    if (error instanceof TypeError) return 'unreachable'; // what fetch says of whatever the network does
    throw error;
  }
}

/** Whether a text can sign: 24 bytes at least, as Standard Webhooks asks. */
export function isWebhookSecret(secret: string): boolean {
  const base64 = secret.replace(/^whsec_/, '');
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && bytes.length >= 24;
}

function isSafe(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname);
}
