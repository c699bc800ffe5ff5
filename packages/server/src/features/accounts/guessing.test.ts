/** Somebody who guesses passwords, through HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';

let server: TestServer;
let victim: TestCaller;
const email = 'person1@example.test';
beforeAll(async () => {
  server = await startTestServer();
  victim = await server.signUp();
});
afterAll(() => server.stop());

const guess = (address: string, place: number): Promise<Answer> =>
  server.stranger().post('/api/sessions', { email: address, password: `a wrong guess, ${place}` });

/** So many at once; how many of them were looked at. */
async function evaluated(address: string, guesses: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: guesses }, (_each, place) => guess(address, place)),
  );
  for (const answer of answers) {
    if (answer.status === 401) expect(answer.code).toBe('wrong_credentials');
    else expect([answer.status, answer.code]).toEqual([429, 'too_many_requests']);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(answer.status === 401 || (retryAfter > 0 && retryAfter <= 900)).toBe(true);
  }
  return answers.filter(({ status }) => status === 401).length;
}

describe('yardstick 10: guessing', () => {
  test('of 1,000 guesses at once and after each other, ten are looked at; the right one is not either', async () => {
    let looked = 0;
    for (let round = 0; round < 20; round += 1) looked += await evaluated(email, 50);
    expect(looked).toBe(10);
    const right = await server.stranger().post('/api/sessions', { email, password: PASSWORD });
    expect(right.code).toBe('too_many_requests');
  }, 90_000);

  test('the victim still signs in on a device that is known, and its slips are forgotten then', async () => {
    for (let slip = 0; slip < 2; slip += 1)
      expect((await victim.post('/api/sessions', { email, password: 'a slip' })).status).toBe(401);
    await victim.begin('/api/sessions', { email, password: PASSWORD });
    expect((await victim.get('/api/account')).status).toBe(200);
  });

  test('an address without an account is counted alike', async () => {
    expect(await evaluated('nobody.at.all@example.test', 30)).toBe(10);
  });

  test('so is a password that is asked for again, and what it protects stays shut', async () => {
    const caller = await server.signUp();
    const tries = Array.from({ length: 15 }, () =>
      caller.post('/api/sessions/password', { password: 'a wrong guess' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });
});

describe('a crowd', () => {
  test('what is too much is sent away at once and leaves no trace; who is signed in reads on, and a known device gets in', async () => {
    const reader = await server.signUp();
    const email = String((await reader.get('/api/account')).json.email);
    const events = () => server.countEvents({ action: 'session.sign-in', outcome: 'refused' });
    const before = await events();
    let isOver = false;
    const crowd = Promise.all(
      Array.from({ length: 150 }, (_each, place) => guess(`crowd${place}@example.test`, place)),
    ).finally(() => (isOver = true));
    await reader.begin('/api/sessions', { email, password: PASSWORD });
    expect(isOver).toBe(false);
    expect((await reader.get('/api/account')).status).toBe(200);
    const answers = await crowd;
    const sentAway = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(150 - sentAway.length);
    expect(sentAway.length).toBeGreaterThan(50);
    for (const answer of sentAway) expect(answer.headers.get('retry-after')).toBe('5');
    expect((await events()) - before).toBe(150 - sentAway.length);
  }, 90_000);
});
