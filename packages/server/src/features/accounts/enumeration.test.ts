/**
 * Whether an answer tells that an address has an account: by its text, its headers or its time.
 *
 * WARDKEEP_ENUMERATION_PAIRS=5000 measures in earnest, on a machine that does nothing else; otherwise the few pairs find
 * only what nobody could overlook. Passwords are hashed by the kind that is ten times as fast: the hash is the same work in
 * both, and hides the rest the less the shorter it is.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer } from '../../testing/test-caller.ts';

// oxlint-disable-next-line node/no-process-env -- tests have no configuration to go through
const asked = process.env['WARDKEEP_ENUMERATION_PAIRS'];
const pairs = Number(asked ?? 24);
const KNOWN = 6;
/** Fewer than an address may be wrong, and than an account may be. */
const FORGET_AFTER = 6;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    settings: {
      WARDKEEP_SIGN_UP: 'open',
      WARDKEEP_SMTP_URL: 'smtp://127.0.0.1:1',
      WARDKEEP_MAIL_SENDER: 'wardkeep@example.test',
      WARDKEEP_RATE_LIMIT_FACTOR: '10000',
    },
  });
  for (let person = 0; person < KNOWN; person += 1) await server.signUp();
});
afterAll(() => server.stop());

const known = (place: number): string => `person${(place % KNOWN) + 1}@example.test`;
const unknown = (place: number): string => `stranger${(place % KNOWN) + 1}@example.test`;

const asking = {
  'a sign-in': (email: string) =>
    server.stranger().post('/api/sessions', { email, password: 'a wrong password' }),
  'a request for a new password': (email: string) =>
    server.stranger().post('/api/password-resets', { email }),
} as const;

const HOUR_MS = 3_600_000;

test.each(Object.keys(asking) as (keyof typeof asking)[])(
  // `as`: its own keys
  `yardstick 11: %s answers alike for ${pairs} known and ${pairs} unknown addresses`,
  async (name) => {
    const ask = asking[name];
    const times = { known: [] as number[], unknown: [] as number[] };
    const answers = new Set<string>();
    for (let pair = -3; pair < pairs; pair += 1) {
      if (pair % FORGET_AFTER === 0) await forgetCounts();
      const both = [
        [known(pair + KNOWN), times.known],
        [unknown(pair + KNOWN), times.unknown],
      ] as const;
      for (const [email, into] of pair % 2 === 0 ? both : both.toReversed()) {
        const startMs = performance.now();
        const answer = await ask(email);
        const tookMs = performance.now() - startMs;
        answers.add(whatItSays(answer));
        // The first ones warm up.
        if (pair >= 0) into.push(tookMs);
      }
    }
    expect([...answers]).toHaveLength(1);
    const differenceMs = Math.abs(median(times.known) - median(times.unknown));
    const p = mannWhitney(times.known, times.unknown);
    process.stdout.write(
      `${name}: ${pairs} pairs, median ${median(times.known).toFixed(2)} ms known and ${median(times.unknown).toFixed(2)} ms unknown, p = ${p.toFixed(4)}\n`,
    );
    if (asked === undefined) expect(p).toBeGreaterThan(1e-6);
    else {
      expect(p).toBeGreaterThan(0.01);
      expect(differenceMs).toBeLessThan(1);
    }
  },
  HOUR_MS,
);

/** All of an answer but what differs between any two. */
function whatItSays({ status, headers, text }: Answer): string {
  const named = [...headers].filter(([name]) => name !== 'date' && !name.startsWith('x-ratelimit'));
  const body = text.replace(/"requestId":"[^"]*"/, '');
  return JSON.stringify([status, named, body]);
}

function forgetCounts(): Promise<unknown> {
  return server.database.db.transaction((tx) => queries(tx).deleteFrom('guess').execute());
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Two-sided p of the U test, by its normal approximation; times have no ties that matter. */
function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const all = [
    ...a.map((value) => ({ value, isA: true })),
    ...b.map((value) => ({ value, isA: false })),
  ];
  const ranked = all.toSorted((x, y) => x.value - y.value);
  const rankSum = ranked.reduce((sum, { isA }, place) => sum + (isA ? place + 1 : 0), 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return 2 * (1 - normal(Math.abs(u - mean) / deviation));
}

/** The normal distribution (Abramowitz and Stegun 26.2.17), to seven digits. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduce(
    (total, factor, place) => total + factor * t ** (place + 1),
    0,
  );
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

test('the statistic finds a difference, and none where there is none', () => {
  const a = Array.from({ length: 200 }, (_each, place) => (place * 7919) % 1000);
  const b = Array.from({ length: 200 }, (_each, place) => (place * 7907 + 13) % 1000);
  expect(mannWhitney(a, b)).toBeGreaterThan(0.05);
  expect(
    mannWhitney(
      a,
      b.map((value) => value + 200),
    ),
  ).toBeLessThan(0.001);
});
