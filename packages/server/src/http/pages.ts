import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../gate/index.ts';
import { sendProblem } from './problem-reply.ts';
import type { RequestLimits } from './request-limits.ts';
import { setPagePolicy } from './security-headers.ts';

const NONCE_PLACE = '__CSP_NONCE__';

/** The web app: hashed assets that never change, and one page for every other address, with a fresh nonce in it. */
export function pages(app: FastifyInstance, directory: string, { ofPages }: RequestLimits): void {
  const indexFile = path.join(directory, 'index.html');
  if (existsSync(indexFile)) serveFiles(app, directory);
  app.setNotFoundHandler({ preHandler: ofPages }, (request, reply) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !/^\/(api|fhir|assets)(\/|$)/.test(request.url);
    if (!isPage || !existsSync(indexFile)) {
      return sendProblem(reply, new Refusal('not_found', 'There is nothing at this address.'));
    }
    const page = readFileSync(indexFile, 'utf8').replaceAll(NONCE_PLACE, setPagePolicy(reply));
    return reply.type('text/html; charset=utf-8').send(page);
  });
}

function serveFiles(app: FastifyInstance, directory: string): void {
  void app.register(fastifyStatic, {
    root: path.join(directory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    index: false,
  });
  const files = readdirSync(directory, { withFileTypes: true }).filter((each) => each.isFile());
  for (const { name } of files.filter((each) => each.name !== 'index.html')) {
    // Their names do not change with their content.
    app.get(`/${name}`, (_request, reply) =>
      reply.sendFile(name, directory, { maxAge: '1h', immutable: false }),
    );
  }
}
