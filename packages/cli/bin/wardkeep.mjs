#!/usr/bin/env node
/**
 * Runs the command line on the Node that Wardkeep needs. Plain JavaScript: the Node that starts this may be as old
 * as 20, which can't run the TypeScript; then the one that npm installed with Wardkeep runs this file again.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) >= NEEDED) await import('../src/main.ts');
else runAgain(newerNode());

function newerNode() {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const node = path.join(folder, 'node_modules/.bin/node');
    // The same Node again would come here again, and so on.
    if (existsSync(node) && realpathSync(node) !== realpathSync(process.execPath)) return node;
    if (folder === path.dirname(folder)) break;
  }
  process.stderr.write(
    `wardkeep runs on Node ${NEEDED} or newer; this is ${process.versions.node}, and npm has installed no other. ` +
      `Run npm install in the Wardkeep directory, or install Node ${NEEDED}.\n`,
  );
  return process.exit(1);
}

/** The exit code and the signal of the child become our own, and signals to us go to the child. */
function runAgain(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`${node} can't be run: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    for (const each of signals) process.removeAllListeners(each);
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
  });
}
