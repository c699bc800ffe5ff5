import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';

export interface OperatorAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  // oxlint-disable-next-line no-explicit-any -- tests read answers of every shape; a wrong member fails the test
  readonly json: any;
  // oxlint-disable-next-line no-explicit-any -- as above
  readonly lines: readonly any[];
}

/** Asks the control socket of the server that runs in a data directory. @param body - A string is sent as it is. */
export function askOperator(
  dataDirectory: string,
  command: `${'GET' | 'POST'} ${string}`,
  body?: object | string,
): Promise<OperatorAnswer> {
  const socketPath = readFileSync(path.join(dataDirectory, 'control-socket'), 'utf8').trim();
  const [method = '', address = ''] = command.split(' ');
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method, path: address }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', reject).on('end', () => {
        resolve(answerOf(response.statusCode ?? 0, response.headers['content-type'] ?? '', text));
      });
    });
    asking.on('error', reject);
    asking.end(typeof body === 'object' ? JSON.stringify(body) : body);
  });
}

function answerOf(status: number, type: string, text: string): OperatorAnswer {
  return {
    status,
    type,
    text,
    get json() {
      return JSON.parse(text);
    },
    get lines() {
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
  };
}
