/** Fastify with one route and nothing else: `node bare-route.ts BODY`. Says its port on standard output. */
import Fastify from 'fastify';

const body: unknown = JSON.parse(process.argv[2] ?? '{}');
const app = Fastify();
app.get('/api/sessions/current', () => Promise.resolve(body));
await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
console.log(typeof address === 'object' && address !== null ? address.port : 0);
