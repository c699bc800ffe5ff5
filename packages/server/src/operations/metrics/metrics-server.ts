import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from '../../db/log.ts';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** What Prometheus reads, on a port of its own: `GET /metrics`, and nothing else. @throws when the port is taken. */
export async function listenForMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  metrics: { readonly contentType: string; text(): Promise<string> },
  log: Log,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(request, response, metrics).catch((error: unknown) => {
      log.error({ err: error }, 'metrics could not be told');
      response.destroy();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}/metrics`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  metrics: { readonly contentType: string; text(): Promise<string> },
): Promise<void> {
  if (url !== '/metrics') return void response.writeHead(404).end();
  if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
  const text = await metrics.text();
  response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' });
  response.end(text);
}
