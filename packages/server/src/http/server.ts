import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { ReplyOf, describeSystem } from '@wardkeep/contract';
import type { Action } from '@wardkeep/contract';
import { Refusal, keysAway, keysAwayIn, type Gate, type Route } from '../gate/index.ts';
import { prepareCredentials } from './credential-of.ts';
import { guardFrontDoor, type FrontDoor } from './front-door.ts';
import { BODY_TIMEOUT_MS } from './limited-body.ts';
import { pages } from './pages.ts';
import { sendProblem } from './problem-reply.ts';
import { requestCounts, type ShareCounts } from './request-counts.ts';
import { requestLimits, type RequestLimits } from './request-limits.ts';
import { securityHeaders } from './security-headers.ts';
import { serveRoute } from './serve-route.ts';

export interface ServerOptions {
  readonly log: FastifyBaseLogger;
  readonly routes: readonly Route[];
  /** Undefined while the keys are locked. */
  readonly gate: () => Gate | undefined;
  readonly health: Health;
  readonly webDirectory: string;
  readonly rateLimitFactor: number;
  /** So that servers of one database hold to the limits together. */
  readonly shareCounts: ShareCounts;
  /** Told of each request that was sent away before anybody looked who asks. */
  readonly onSentAway?: (action: Action) => void;
  readonly frontDoor: FrontDoor;
  /** Told of each request that a route answered. */
  readonly onAnswered?: ((answered: AnsweredRequest) => void) | undefined;
}

interface AnsweredRequest {
  readonly action: Route['endpoint']['action'];
  readonly status: number;
  readonly ms: number;
}

export interface Health {
  readyz(): Promise<{ readonly ready: boolean; readonly report: unknown }>;
  /** For pages that are shown before there is a gate. */
  lockedState(): unknown;
}

export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const { trustedProxies } = options.frontDoor;
  const app = Fastify({
    loggerInstance: oneForAll(options.log),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // The largest body that any endpoint takes is checked by that endpoint, while it reads.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    // FHIR clients send Bundles to the root with a slash at its end.
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    return503OnClosing: true,
    requestTimeout: BODY_TIMEOUT_MS,
    // HEAD would open what it does not send.
    exposeHeadRoutes: false,
    frameworkErrors: (_error, _request, reply) => {
      void sendProblem(reply, new Refusal('not_found', 'There is nothing at this address.'));
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  await app.register(cookie);
  prepareCredentials(app);
  securityHeaders(app, options.frontDoor.publicUrl?.startsWith('https:') === true);
  guardFrontDoor(app, options.frontDoor);
  logRequests(app);
  answerErrors(app);
  const limits = limitsOf(app, options);
  health(app, options.health, limits);
  for (const route of options.routes) addRoute(app, route, { ...options, limits });
  pages(app, options.webDirectory, limits);
  return app;
}

function limitsOf(app: FastifyInstance, options: ServerOptions): RequestLimits {
  const counts = requestCounts(options.shareCounts);
  app.addHook('onClose', () => counts.close());
  const { rateLimitFactor: factor, gate, onSentAway } = options;
  return requestLimits({ counts, factor, gate, onSentAway });
}

function addRoute(
  app: FastifyInstance,
  route: Route,
  options: ServerOptions & { readonly limits: RequestLimits },
): void {
  const { method, path, action } = route.endpoint;
  const { onAnswered } = options;
  app.route({
    method,
    url: path,
    onRequest: options.limits.ofEndpoint(route.endpoint),
    ...(onAnswered === undefined
      ? {}
      : {
          onResponse: (_request, reply, done) => {
            onAnswered({ action, status: reply.statusCode, ms: reply.elapsedTime });
            done();
          },
        }),
    handler: (request, reply) => {
      const gate = options.gate();
      const isOpen = gate?.vault.availability() === 'available';
      if (gate !== undefined && isOpen)
        return serveRoute({ gate, onSentAway: options.onSentAway }, route, request, reply);
      if (route.endpoint.path === '/api/system/state')
        return reply.send(gate === undefined ? options.health.lockedState() : KEYS_AWAY_STATE);
      return sendProblem(reply, gate === undefined ? locked() : keysAway());
    },
  });
}

function health(app: FastifyInstance, checks: Health, { ofReadyz }: RequestLimits): void {
  app.get('/healthz', async (_request, reply) => reply.send({ status: 'alive' }));
  app.get('/readyz', { onRequest: ofReadyz }, async (_request, reply) => {
    const { ready, report } = await checks.readyz();
    return reply.code(ready ? 200 : 503).send(report);
  });
}

/** A logger for each request costs as much as the line that it writes; the lines name the request themselves. */
function oneForAll(log: FastifyBaseLogger): FastifyBaseLogger {
  // `as`: what has the logger as its prototype is one.
  const one = Object.create(log) as FastifyBaseLogger;
  one.child = () => one;
  return one;
}

/** One line for each request: the route's pattern, never the address that was asked for, which holds ids. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    // Pages fetch dozens of files; they say nothing about anybody, and would hide what does.
    const { url } = request.routeOptions;
    // Every open page asks again and again whether it is signed in; that says as little.
    const isQuiet =
      url?.startsWith('/assets/') === true || (request.method === 'GET' && QUIET.has(url));
    const level = isQuiet && reply.statusCode < 400 ? 'debug' : 'info';
    request.log[level](
      {
        requestId: request.id,
        method: request.method,
        route: url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}

const QUIET: ReadonlySet<string | undefined> = new Set(['/api/sessions/current', '/healthz']);

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refusal) return sendProblem(reply, error);
    // They can leave memory between two steps of a request.
    if (keysAwayIn(error)) return sendProblem(reply, keysAway(error));
    const status = statusOf(error);
    if (status < 500)
      return sendProblem(
        reply,
        new Refusal('validation_failed', 'The request is not valid HTTP for this server.'),
      );
    request.log.error(
      { requestId: request.id, error: error instanceof Error ? error.name : 'unknown' },
      'a request broke',
    );
    return sendProblem(
      reply,
      new Refusal('internal', 'Something went wrong here. Nothing was changed.'),
    );
  });
}

function statusOf(error: unknown): number {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')
    return error.statusCode;
  return 500;
}

function locked(): Refusal {
  return new Refusal(
    'locked',
    'The keys are locked. The operator unlocks them with: npx wardkeep unlock',
  );
}

/** For pages, while the gate is closed because nobody answers for the root key. */
const KEYS_AWAY_STATE: ReplyOf<typeof describeSystem> = {
  state: 'keys-unreachable',
  notices: ['keys-unreachable'],
};
