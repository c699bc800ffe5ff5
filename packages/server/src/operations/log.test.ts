import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLASSIFICATION } from '../db/classification.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { gatheredOutput } from './gathered-output.ts';
import { pinoTo } from './log.ts';

/** A logger as the server's, and what it wrote. */
function logger() {
  const written: string[] = [];
  const log = pinoTo('debug', [{ write: (line) => written.push(line) }]);
  const text = (): string => written.join('');
  return { log, text, lines: () => text().trimEnd().split('\n') };
}

describe('a row that somebody logs', () => {
  const tables = Object.entries(CLASSIFICATION);

  test.for(tables)('of table %s shows what is public, and nothing else', ([table, columns]) => {
    const values = Object.entries(columns).map(([column, classification]) => {
      return { column, classification, value: `value-${randomUUID()}` };
    });
    const row = Object.fromEntries(values.map(({ column, value }) => [column, value]));
    const camel = Object.fromEntries(values.map(({ column, value }) => [camelCase(column), value]));
    const { log, text } = logger();
    log.info(row, 'row');
    log.info({ table, row, rows: [[row], { deep: { deeper: row } }] }, 'rows');
    log.child(row).warn({ camel }, 'row');
    for (const { column, classification, value } of values)
      if (classification !== 'public' && column !== 'request_id')
        expect(text(), column).not.toContain(value);
    expect(text()).toContain('"msg":"row"');
  });

  test('shows no more under the name that a line has for its request than the database’s own spelling', () => {
    const { log, text } = logger();
    log.info({ request_id: 'of a re-identification', requestId: 'of this request' }, 'x');
    expect(text()).not.toContain('of a re-identification');
    expect(text()).toContain('"requestId":"of this request"');
  });
});

test('no message of an error is written, wherever the error stands', () => {
  const { log, text } = logger();
  const error = Object.assign(new Error('Key (email)=(a@b.example) already exists'), {
    code: 'E7',
  });
  log.error(error);
  log.error({ err: error });
  log.error({ err: error }, error.message);
  log.error({ nested: { cause: error, list: [error] } }, 'failed');
  log.error({ err: new AggregateError([error], 'a@b.example') }, 'failed');
  expect(text()).not.toContain('a@b.example');
  expect(text()).toContain('"err":{"name":"Error","code":"E7"}');
});

test('bytes are never written', () => {
  const { log, text } = logger();
  log.info({ file: Buffer.from('plain'), list: [new Uint8Array([112, 108])], of: 1n === 1n }, 'x');
  expect(text()).toContain('"file":"[sealed]","list":["[sealed]"],"of":true');
});

test('one line is one line: line breaks, terminal commands and directions are escaped', () => {
  const { log, lines, text } = logger();
  const nasty = 'a\r\nb\n{"level":60,"msg":"forged"}\u001b[2J\u009b31m\u0085c\u2028d\u2029e\u007f';
  log.info({ file: nasty }, 'first');
  log.warn({ [nasty]: nasty, list: [nasty] }, nasty);
  expect(lines()).toHaveLength(2);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  expect(text().replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ file: nasty, msg: 'first' });
});

test('lines that are gathered stay whole', () => {
  const chunks: string[] = [];
  const gathered = gatheredOutput(
    { write: (text) => chunks.push(text) },
    { most: 50, everyMs: 1e6 },
  );
  const log = pinoTo('info', [gathered]);
  for (let n = 0; n < 9; n += 1) log.info({ n }, 'line');
  expect(chunks.every((text) => text.endsWith('\n'))).toBe(true);
});

describe('on the server', () => {
  let server: TestServer;
  const lines: string[] = [];
  beforeAll(async () => {
    const stream = { write: (line: string) => lines.push(line) };
    server = await startTestServer({ log: pinoTo('debug', [stream]) });
  });
  afterAll(() => server.stop());
  const written = (): string => lines.join('');

  test('the id of a request is in its line and in its problem, the same', async () => {
    const replies = [
      await server.stranger().get('/api/account'),
      await server.admin.get('/api/nowhere'),
      await server.admin.get(`/fhir/R4/Patient/${randomUUID()}`),
      await server.stranger().post('/api/sessions', { email: 'a\r\nb', password: '\u001b[2J' }),
    ];
    const ids = replies.map(
      ({ text }) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0],
    );
    for (const [at, id] of ids.entries()) {
      expect(id, replies[at]?.text).toBeDefined();
      await expect.poll(written).toContain(`"requestId":"${id}"`);
    }
  });

  test('what a request sends adds no line and no command to the log', async () => {
    const before = written().split('\n').length;
    const nasty = encodeURIComponent('\r\n{"level":60,"msg":"forged"}\u001b[2J');
    await server
      .stranger()
      .get(`/api/${nasty}?${nasty}=${nasty}`, { 'user-agent': 'x\u0080\u009b2J' });
    await expect.poll(() => written().split('\n').length).toBe(before + 1);
    expect(written()).not.toContain('forged');
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(written().replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
