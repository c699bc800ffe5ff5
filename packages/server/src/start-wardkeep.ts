import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { routes } from './app.ts';
import { directoryBlobStore, removeUnfinished, type BlobStore } from './blobs/index.ts';
import type { Config } from './config/read-config.ts';
import type { Replaced } from './operations/index.ts';
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
  alertParts,
  Escrow,
  keyOpener,
  keyWorkOn,
  keysState,
  listenForMetrics,
  limitedRequests,
  listenForOperator,
  makeDataDirectory,
  makeMetrics,
  openGate,
  openOwnDatabase,
  operatorHandlers,
  ownErasure,
  sharedRequestCounts,
  startBackground,
  systemParts,
  withDatabaseUrl,
  type KeyWork,
  type LimitedRequests,
  type Metrics,
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
export async function startWardkeep(
  settings: Config,
  log: Logger,
  replaced: Replaced = {},
): Promise<Wardkeep> {
  makeDataDirectory(settings);
  const config = await withDatabaseUrl(settings);
  const now = (): Date => new Date();
  const opened = await openOwnDatabase(config, log);
  try {
    return await serve(config, log, { opened, now, replaced });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function serve(
  config: Config,
  log: Logger,
  {
    opened,
    now,
    replaced,
  }: {
    readonly opened: OpenedDatabase;
    readonly now: () => Date;
    readonly replaced: Replaced;
  },
): Promise<Wardkeep> {
  const deployment = await opened.db.transaction((tx) => readDeployment(tx, randomUUID));
  const { installationId } = deployment;
  const { state, escrow } = newState(config, opened, log);
  const blobs = directoryBlobStore(blobDirectory(config));
  await removeUnfinished(blobDirectory(config));
  const keys = keyOpener(state, { installationId, blobs, log, now, replaced });
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
    const limited = limitedRequests({ gate: () => state.gate, log });
    stopping.push(() => limited.stop());
    const onSentAway: LimitedRequests['count'] = (action) => {
      limited.count(action);
    };
    const metrics = config.metrics && makeMetrics(state);
    const parts = { state, keyWork, blobs, passwords, publicUrl: () => url, metrics, onSentAway };
    const app = await makeApp(config, log, parts);
    stopping.push(() => closeServer(app));
    await app.listen({ port: config.port, host: config.host });
    url = config.publicUrl ?? `http://${config.host}:${portOf(app)}`;
    if (metrics !== undefined) stopping.push(await serveMetrics(config, metrics, log));
    const handlers = operatorHandlers(state, {
      openWith: (passphrase) => keys.openWith(passphrase),
      accountRecoveries: operatorRecoveries,
    });
    const control = await listenForOperator(config.dataDirectory, handlers, log);
    stopping.push(() => control.close());
    const setUpLink = deployment.setUpAt === null ? await newSetUpLink(state, url) : undefined;
    keyWork.start();
    const background = startBackground(state, { escrow, publicUrl: () => url, log });
    stopping.push(() => background.stop());
    const stopAll = (): Promise<void> => stop().then(() => opened.close());
    return { url, setUpLink, state, stop: stopAll };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns what ends it. */
async function serveMetrics(
  { metrics: place }: Config,
  metrics: Metrics,
  log: Logger,
): Promise<() => Promise<void>> {
  if (place === undefined) throw new TypeError('metrics without a place to serve them');
  const told = await listenForMetrics(place, metrics, log);
  return () => told.close();
}

/** Nothing is open yet. */
function newState(
  config: Config,
  opened: OpenedDatabase,
  log: Logger,
): { readonly state: RunningState; readonly escrow: Escrow } {
  const state: RunningState = {
    config,
    opened,
    gate: undefined,
    sequencer: undefined,
    isOnSameDisk: false,
  };
  const escrow = new Escrow({ config, gate: () => state.gate, log });
  state.escrow = escrow;
  state.witnessed = (name) => escrow.witnessed(name);
  return { state, escrow };
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
    readonly metrics: Metrics | undefined;
    readonly onSentAway: LimitedRequests['count'];
  },
): Promise<FastifyInstance> {
  const { state, keyWork, blobs, passwords, publicUrl, metrics, onSentAway } = parts;
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
      alerts: alertParts(state),
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
    onAnswered: metrics?.answered,
    onSentAway,
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
