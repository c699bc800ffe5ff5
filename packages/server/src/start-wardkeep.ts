import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { routes } from './app.ts';
import { startSequencer, type Sequencer } from './audit/index.ts';
import { directoryBlobStore, removeUnfinished } from './blobs/index.ts';
import type { Config } from './config/read-config.ts';
import {
  newSetUpToken,
  startPasswordHashing,
  type PasswordHashing,
} from './features/accounts/index.ts';
import { readDeployment } from './features/system/index.ts';
import { sequencerKeys, type Gate } from './gate/index.ts';
import { makeServer } from './http/server.ts';
import {
  findPassphrase,
  isFirstStart,
  listenForOperator,
  operatorHandlers,
  makeDataDirectory,
  openOwnDatabase,
  systemParts,
  unlock,
  writePassphrase,
  type FoundPassphrase,
  type OpenedDatabase,
  type RunningState,
} from './operations/index.ts';

const WEB_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url));

export interface Wardkeep {
  readonly url: string;
  /** For the first administrator; undefined once there is one, and while the keys are locked. */
  readonly setUpLink: string | undefined;
  readonly state: RunningState;
  stop(): Promise<void>;
}

/** Database, keys, routes, port: in that order, so that nothing is served that is not ready. */
export async function startWardkeep(config: Config, log: Logger): Promise<Wardkeep> {
  makeDataDirectory(config);
  const now = (): Date => new Date();
  const opened = await openOwnDatabase(config, log);
  try {
    return await serve(config, log, { opened, now });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function serve(
  config: Config,
  log: Logger,
  { opened, now }: { readonly opened: OpenedDatabase; readonly now: () => Date },
): Promise<Wardkeep> {
  const { db } = opened;
  const deployment = await db.transaction((tx) => readDeployment(tx, randomUUID));
  const state: RunningState = {
    config,
    opened,
    gate: undefined,
    sequencer: undefined,
    isOnSameDisk: false,
  };
  const { installationId } = deployment;
  const openWith = async (passphrase: string): Promise<void> => {
    const gate = await unlock({ config, db, installationId, log, now }, passphrase);
    state.sequencer ??= startAuditing(gate, log);
    state.gate = gate;
  };
  const found = passphraseFor(config, log);
  if (found !== undefined) {
    await openWith(found.passphrase);
    state.isOnSameDisk = found.isOnSameDisk;
  }
  await removeUnfinished(blobDirectory(config));
  const passwords = startPasswordHashing();
  let url = config.publicUrl ?? '';
  const app = await makeApp(config, log, { state, passwords, publicUrl: () => url });
  await app.listen({ port: config.port, host: config.host });
  url = config.publicUrl ?? `http://${config.host}:${portOf(app)}`;
  const control = await listenForOperator(config.dataDirectory, operatorHandlers(state, openWith));
  const setUpLink = deployment.setUpAt === null ? await newSetUpLink(state, url) : undefined;
  return {
    url,
    setUpLink,
    state,
    stop: async () => {
      await control.close();
      await closeServer(app);
      await state.sequencer?.stop();
      await passwords.close();
      await opened.close();
    },
  };
}

/** While the keys are locked there is none: its token's hash is keyed. */
async function newSetUpLink({ gate }: RunningState, url: string): Promise<string | undefined> {
  if (gate === undefined) return undefined;
  const token = await gate.db.transaction((tx) => newSetUpToken(tx, gate.hashes, gate.now()));
  return `${url}/set-up#${token}`;
}

function startAuditing(gate: Gate, log: Logger): Sequencer {
  return startSequencer({
    db: gate.db,
    keys: sequencerKeys(gate),
    log,
    now: () => gate.now().getTime(),
  });
}

function passphraseFor(config: Config, log: Logger): FoundPassphrase | undefined {
  const found = findPassphrase(config);
  if (found !== undefined || !isFirstStart(config)) return found;
  const written = writePassphrase(config);
  log.info(
    { file: written.file },
    'a passphrase for the root key was written; move it to another disk or into your head',
  );
  return written;
}

function makeApp(
  config: Config,
  log: Logger,
  parts: {
    readonly state: RunningState;
    readonly passwords: PasswordHashing;
    readonly publicUrl: () => string;
  },
): Promise<FastifyInstance> {
  const { state, passwords, publicUrl } = parts;
  const system = systemParts(state);
  const blobs = directoryBlobStore(blobDirectory(config));
  return makeServer({
    log,
    routes: routes({ blobs, passwords, publicUrl, system }),
    gate: () => state.gate,
    health: {
      readyz: () => system.readyz(),
      lockedState: () => ({ state: 'locked', notices: [] }),
    },
    webDirectory: WEB_DIRECTORY,
    rateLimitFactor: config.rateLimitFactor,
    isHttps: config.publicUrl?.startsWith('https:') === true,
  });
}

function blobDirectory({ dataDirectory }: Config): string {
  return path.join(dataDirectory, 'blobs');
}

const CLOSING_MS = 5_000;

/** Lets running requests end; a client that never finishes sending is not waited for. */
async function closeServer(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => {
    app.server.closeAllConnections();
  }, CLOSING_MS);
  await app.close();
  clearTimeout(impatience);
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
