import { CliError } from './cli-error.ts';

export type Members = Readonly<Record<string, unknown>>;

/** How far the server is with long work. */
export interface WorkProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** One line of an answer to long work: `{"progress":…}`, or `{"result":…}` as the last. */
export type WorkLine =
  | { readonly kind: 'progress'; readonly progress: WorkProgress }
  | { readonly kind: 'result'; readonly result: Members };

/**
 * One JSON object, the answer to a short command.
 * @throws {@link CliError} `refused` as the server words it, `unexpected_reply`
 */
export function parseReply(text: string): Members {
  const reply = membersOf(parseJson(text));
  if (reply === undefined) throw notOurs();
  refuseError(reply);
  return reply;
}

/** @throws {@link CliError} `refused` as the server words it, `unexpected_reply` */
export function parseWorkLine(text: string): WorkLine {
  const line = parseReply(text);
  const progress = membersOf(line['progress']);
  if (progress !== undefined) {
    const { phase = '', done = 0, total = 0 } = progress;
    return {
      kind: 'progress',
      progress: { phase: String(phase), done: Number(done), total: Number(total) },
    };
  }
  const result = membersOf(line['result']);
  if (result === undefined) throw notOurs();
  return { kind: 'result', result };
}

export function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined;
}

export function notOurs(cause?: unknown): CliError {
  return new CliError(
    'unexpected_reply',
    'What answers on the socket is no Wardkeep server of this version.',
    { cause },
  );
}

function refuseError(reply: Members): void {
  const error = membersOf(reply['error']);
  if (error === undefined) return;
  const { code, message } = error;
  throw new CliError('refused', String(message), { problemCode: String(code) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notOurs(cause);
  }
}
