import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { routes } from './app.ts';
import { directoryBlobStore, removeUnfinished, type BlobStore } from './blobs/index.ts';
import type { Config } from './config/read-config.ts';
import { operatorRecoveries } from './features/account-recovery/index.ts';
import {
  newSetUpToken,
  startPasswordHashing,
  type PasswordHashing,
} from './features/accounts/index.ts';
import { indexPatient } from './features/person-index/index.ts';
import { readDeployment } from './features/system/index.ts';
import { makeServer } from './http/server.ts';
import {
  accountStates,
  Mailer,
  keyOpener,
  keyWorkOn,
  keysState,
  listenForOperator,
  makeDataDirectory,
  openGate,
  openOwnDatabase,
  operatorHandlers,
  ownErasure,
  sharedRequestCounts,
  systemParts,
  withDatabaseUrl,
  type KeyWork,
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

/** Database, keys, routes, port, jobs: in that order, so that nothing is served that is not ready. */
export async function startWardkeep(settings: Config, log: Logger): Promise<Wardkeep> {
  makeDataDirectory(settings);
  const config = await withDatabaseUrl(settings);
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
  const deployment = await opened.db.transaction((tx) => readDeployment(tx, randomUUID));
  const { installationId } = deployment;
  const state: RunningState = {
    config,
    opened,
    gate: undefined,
    sequencer: undefined,
    isOnSameDisk: false,
  };
  const blobs = directoryBlobStore(blobDirectory(config));
  await removeUnfinished(blobDirectory(config));
  const keys = keyOpener(state, { installationId, blobs, log, now });
  const keyWork = keyWorkOn(state, { settings: opened.settings, blobs, indexPatient, log });
  state.restoreKeys = keys.restoreKeys;
  const passwords = startPasswordHashing(config.passwordHash);
  const stopping: (() => Promise<void>)[] = [() => passwords.close(), () => keys.close()];
  const stop = async (): Promise<void> => {
    for (const part of stopping.toReversed()) await part();
  };
  try {
    await keys.openAtStart();
    stopping.push(() => keyWork.stop());
    let url = config.publicUrl ?? '';
    const parts = { state, keyWork, blobs, passwords, publicUrl: () => url };
    const app = await makeApp(config, log, parts);
    stopping.push(() => closeServer(app));
    await app.listen({ port: config.port, host: config.host });
    url = config.publicUrl ?? `http://${config.host}:${portOf(app)}`;
    const handlers = operatorHandlers(state, {
      openWith: (passphrase) => keys.openWith(passphrase),
      accountRecoveries: operatorRecoveries,
    });
    const control = await listenForOperator(config.dataDirectory, handlers, log);
    stopping.push(() => control.close());
    const setUpLink = deployment.setUpAt === null ? await newSetUpLink(state, url) : undefined;
    keyWork.start();
    const mailer = new Mailer({ config, gate: () => state.gate, log });
    state.mailer = mailer;
    stopping.push(() => mailer.stop());
    return {
      url,
      setUpLink,
      state,
      stop: async () => {
        await stop();
        await opened.close();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** While the keys are locked there is none: its token's hash is keyed. */
async function newSetUpLink({ gate }: RunningState, url: string): Promise<string | undefined> {
  if (gate === undefined) return undefined;
  const token = await gate.db.transaction((tx) => newSetUpToken(tx, gate, gate.now()));
  return `${url}/set-up#${token}`;
}

function makeApp(
  config: Config,
  log: Logger,
  parts: {
    readonly state: RunningState;
    readonly keyWork: KeyWork;
    readonly blobs: BlobStore;
    readonly passwords: PasswordHashing;
    readonly publicUrl: () => string;
  },
): Promise<FastifyInstance> {
  const { state, keyWork, blobs, passwords, publicUrl } = parts;
  const system = systemParts(state);
  const erasure = ownErasure({
    config,
    gate: () => openGate(state),
    begin: (personId) => {
      keyWork.beginErasing(personId);
    },
  });
  return makeServer({
    log,
    routes: routes({
      blobs,
      passwords,
      publicUrl,
      system,
      erasure,
      signUpMode: config.signUp,
      accountStates: accountStates(() => openGate(state)),
      recoveryWaitingDays: config.recoveryWaitingDays,
      access: config.access,
    }),
    gate: () => state.gate,
    health: {
      readyz: () => system.readyz(),
      lockedState: () =>
        keysState(state) === 'provider-unreachable'
          ? { state: 'keys-unreachable', notices: ['keys-unreachable'] }
          : { state: 'locked', notices: [] },
    },
    webDirectory: WEB_DIRECTORY,
    rateLimitFactor: config.rateLimitFactor,
    shareCounts: sharedRequestCounts(() => state.gate, log),
    frontDoor: config,
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
