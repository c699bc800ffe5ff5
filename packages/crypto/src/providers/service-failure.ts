/**
 * What a failed call means: `throttled` is tried again while time is left, `transient` (no
 * connection, an error of the service) once, the others never.
 */
export type Verdict = 'throttled' | 'transient' | 'denied' | 'not_authentic';

/** Thrown by an attempt that knows the verdict itself. `detail` is shown: no secret, no ciphertext. */
export class ServiceFailure extends Error {
  readonly verdict: Verdict;

  constructor(verdict: Verdict, detail: string) {
    super(detail);
    this.verdict = verdict;
  }
}

/** Names and numbers only: messages of services quote what was sent. */
export function detailOf(error: unknown): string {
  const shown = new Set<string>();
  for (const each of [error, causeOf(error)]) {
    if (typeof each !== 'object' || each === null) continue;
    for (const field of ['name', 'code', 'status', 'statusCode']) {
      const value: unknown = Reflect.get(each, field);
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text === 'string' && /^[\w.-]{1,60}$/.test(text)) shown.add(text);
    }
  }
  return [...shown].join(', ') || 'unknown error';
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);
