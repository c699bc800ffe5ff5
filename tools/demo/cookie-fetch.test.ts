import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { cookieFetch } from './cookie-fetch.ts';

test('a cookie goes back until the server clears it', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.cookie);
    const line =
      request.url === '/clear' ? 'a=; expires=Thu, 01 Jan 1970' : 'a=b=c; Path=/; Secure';
    response.setHeader('set-cookie', [line, 'other=1']).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const get = cookieFetch(() => `http://127.0.0.1:${port}`);
  for (const path of ['/', '/clear', '/']) await get(path);
  server.close();
  expect(seen).toEqual(['', 'a=b=c; other=1', 'other=1']);
});
