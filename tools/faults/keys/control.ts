import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';

/** What the server says about long work: how far it is, and how it ended. */
export type WorkLine =
  | { readonly progress: { readonly phase: string; readonly done: number; readonly total: number } }
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: { readonly code: string; readonly message: string } };

/**
 * Asks the operator's socket of a server, as the command line does.
 * @returns the last line of the answer; undefined when the server died before it.
 */
export async function askOperator(
  dataDirectory: string,
  address: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<WorkLine | undefined> {
  try {
    const text = await send(dataDirectory, address, body);
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.length === 0 ? undefined : (JSON.parse(lines.at(-1) ?? '') as WorkLine); // docs/formats: NDJSON.
  } catch (error) {
    if (error instanceof SyntaxError || isConnectionLost(error)) return undefined;
    throw error;
  }
}

function send(
  dataDirectory: string,
  address: string,
  body: Readonly<Record<string, unknown>> | undefined,
): Promise<string> {
  const socketPath = readFileSync(path.join(dataDirectory, 'control-socket'), 'utf8').trim();
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const sending = request({ socketPath, method, path: address }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', reject).once('end', () => {
        resolve(text);
      });
    });
    sending.once('error', reject);
    sending.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function isConnectionLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['ECONNRESET', 'ECONNREFUSED', 'ENOENT', 'EPIPE'].includes(String(code));
}
