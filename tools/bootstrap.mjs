/**
 * Makes a fresh clone ready: the first thing that `npm start` and `npm test` run.
 *
 *   node tools/bootstrap.mjs start   what the product needs, FHIR’s definitions compiled, and the web app built
 *   node tools/bootstrap.mjs test    also what its tests need
 *   node tools/bootstrap.mjs check   what its tests need, without building the web app
 *
 * Plain JavaScript without dependencies, because nothing is installed yet and the machine's Node
 * may be as old as 20; the product itself then runs on the Node 24 that npm installs. When
 * everything is in place, this changes nothing, needs no write access and takes some milliseconds.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { exit, stderr, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildWeb, webIsBuilt } from './bootstrap/build-web.mjs';
import { install, isInstalled } from './bootstrap/install.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { definitionsAreMade, makeDefinitions } from './bootstrap/make-definitions.mjs';
import { checkNode } from './bootstrap/node-version.mjs';
import { Refusal } from './bootstrap/refusal.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

async function bootstrap(mode) {
  if (Number(versions.node.split('.')[0]) < 20) {
    throw new Refusal(
      `Wardkeep needs Node 20 or newer to install itself; this is ${versions.node}.`,
    );
  }
  if (!['start', 'test', 'check'].includes(mode)) {
    throw new Refusal('Usage: node tools/bootstrap.mjs start|test|check');
  }
  const withTests = mode !== 'start';
  const withWeb = mode !== 'check' && existsSync(path.join(root, 'packages/web/index.html'));
  const isReady = () =>
    isInstalled(root, withTests) && definitionsAreMade(root) && (!withWeb || webIsBuilt(root));
  if (!isReady()) {
    await withLock(path.join(root, '.bootstrap-lock'), async () => {
      // Whoever held the lock before may have done the work.
      if (!isInstalled(root, withTests)) await install(root, withTests);
      checkNode(root);
      if (!definitionsAreMade(root)) await makeDefinitions(root);
      if (withWeb && !webIsBuilt(root)) await buildWeb(root);
    });
  }
  checkNode(root);
}

try {
  await bootstrap(process.argv[2]);
} catch (error) {
  stderr.write(`\n${error instanceof Refusal ? error.message : error.stack}\n`);
  exit(1);
}
