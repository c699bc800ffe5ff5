import { spawn } from 'node:child_process';
import { Refusal } from './refusal.mjs';

/** Children that an interrupted bootstrap must not leave behind. */
const running = new Set();

export function stopChildren() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a program quietly; its output is shown whole only when it fails.
 *
 * @param {{ command: string, args: string[], cwd: string, failure: string }} program
 * @throws {Refusal} `failure`, under the program's own words.
 */
export function runQuietly({ command, args, cwd, failure }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (cause) => reject(new Refusal(`${failure}\n${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else
        reject(
          new Refusal(
            `${Buffer.concat(output).toString()}\n${failure} (${signal ?? `exit ${code}`})`,
          ),
        );
    });
  });
}
