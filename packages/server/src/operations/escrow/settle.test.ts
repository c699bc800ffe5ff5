import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EscrowSettings } from '../../config/proof-settings.ts';
import { queries } from '../../db/queries.ts';
import { sequencerKeys, type Gate } from '../../gate/index.ts';
import { startFakeS3 } from '../../testing/fake-s3.ts';
import {
  silentLog,
  startTestServer,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestServer,
} from '../../testing/index.ts';
import { whileRewritten } from '../../testing/rewrite-log.ts';
import { Escrow } from './index.ts';

const LOG = String(new Date().getUTCFullYear());
const NONE: EscrowSettings = {
  directory: undefined,
  s3: undefined,
  mail: undefined,
  webhook: undefined,
};

let server: TestServer;
let minutes = 0;
let place: TemporaryDirectory;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  minutes = 0;
  place = await temporaryDirectory();
  await server.database.db.transaction(async (tx) => {
    await queries(tx).deleteFrom('escrow').execute();
    await queries(tx).deleteFrom('escrow_count').execute();
  });
});
let stopping: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stopping?.();
  stopping = undefined;
  await place.remove();
});

/** The server's gate, so many minutes later. */
function gate(): Gate {
  const { gate: opened } = server.wardkeep.state;
  if (opened === undefined) throw new Error('the keys are locked');
  return { ...opened, now: () => new Date(Date.now() + minutes * 60_000) };
}

/** What another process would have, with nothing remembered. */
function escrowTo(settings: Partial<EscrowSettings>): Escrow {
  const config = { ...server.config, escrow: { ...NONE, ...settings } };
  return new Escrow({ config, gate, log: silentLog });
}

const inDirectory = () => escrowTo({ directory: place.path });
const folder = () => path.join(place.path, 'checkpoints', LOG);
const kept = () => readdirSync(folder()).toSorted();

/** One event more, and the checkpoint over it. */
async function grow(): Promise<void> {
  await server.stranger().post('/api/sessions', { email: 'nobody@example.test', password: 'x' });
  await server.wardkeep.state.sequencer?.passNow();
}

async function bringThree(escrow: Escrow, place: 'directory' | 's3' = 'directory'): Promise<void> {
  for (let brought = 0; brought < 3; brought += 1) {
    await grow();
    await escrow.deliverTo(place);
    minutes += 1;
  }
}

const stateOf = async (escrow: Escrow) =>
  (await server.database.db.transaction((tx) => escrow.states(tx)))[0];
const rewritten = (during: () => Promise<void>) =>
  whileRewritten(server.database.db, sequencerKeys(gate()), LOG, during);
const verdicts = async (escrow: Escrow) =>
  (await escrow.compare(gate(), 'service')).map(({ log, verdict }) => [log, verdict]);

describe('an insider', () => {
  test('who deletes an older one is told of too, at each look, and also after a restart', async () => {
    const escrow = inDirectory();
    await bringThree(escrow);
    rmSync(path.join(folder(), kept()[0] ?? ''));
    for (const each of [escrow, inDirectory()])
      for (const isWhole of [false, true]) {
        const compared = await each.compare(gate(), 'operator', { isWhole });
        expect(compared[0]).toMatchObject({ log: LOG, verdict: 'missing', lacking: 1 });
      }
  });

  test('who deletes the newest gains nothing by waiting for a newer one', async () => {
    const escrow = inDirectory();
    await bringThree(escrow);
    rmSync(path.join(folder(), kept().at(-1) ?? ''));
    expect(await verdicts(escrow)).toContainEqual([LOG, 'missing']);
    await grow();
    minutes += 1;
    await escrow.deliverTo('directory');
    expect(kept()).toHaveLength(3);
    expect(await verdicts(escrow), 'one is lacking').toContainEqual([LOG, 'missing']);
    expect(await stateOf(escrow)).toMatchObject({ failure: null, verdict: 'missing' });
    expect(escrow.notices()).toContain('escrow-mismatch');
  });

  test('who puts a checkpoint back is told of still: it was away', async () => {
    const escrow = inDirectory();
    await bringThree(escrow);
    const file = path.join(folder(), kept()[1] ?? '');
    const note = readFileSync(file, 'utf8');
    rmSync(file);
    await escrow.compare(gate(), 'service');
    writeFileSync(file, note);
    expect(await verdicts(escrow)).toContainEqual([LOG, 'consistent']);
    expect(await stateOf(escrow)).toMatchObject({ verdict: 'missing' });
    expect(inDirectory().unsettled(), 'before it has looked').toEqual([]);
    expect(escrow.unsettled()).toEqual([
      { sink: 'directory', kind: 'checkpoint', verdict: 'missing' },
    ]);
  });
});

describe('what was found', () => {
  test('is settled with a reason, which is in the audit log; what is there then is what must stay', async () => {
    const escrow = inDirectory();
    await bringThree(escrow);
    expect(await escrow.settle(gate(), 'directory', 'nothing yet')).toBe(false);
    rmSync(path.join(folder(), kept()[0] ?? ''));
    rmSync(path.join(folder(), kept().at(-1) ?? ''));
    await escrow.compare(gate(), 'service');
    expect(await escrow.settle(gate(), 'directory', 'the disk was replaced')).toBe(true);
    expect(await server.countEvents({ action: 'escrow.settle', outcome: 'success' })).toBe(1);
    expect(await verdicts(escrow)).toContainEqual([LOG, 'consistent']);
    expect(await stateOf(escrow)).toMatchObject({
      size: Number(kept().at(-1)?.slice(0, 16)),
      verdict: 'consistent',
    });
    expect(escrow.notices()).not.toContain('escrow-mismatch');
    rmSync(path.join(folder(), kept()[0] ?? ''));
    expect(await verdicts(inDirectory())).toContainEqual([LOG, 'missing']);
  });

  test('is found again where it is a fork: the proof stays where it is', async () => {
    const escrow = inDirectory();
    await grow();
    await escrow.deliverTo('directory');
    await rewritten(async () => {
      await escrow.compare(gate(), 'service');
      expect(await escrow.settle(gate(), 'directory', 'all is well')).toBe(true);
      expect(escrow.unsettled()).toMatchObject([{ kind: 'checkpoint', verdict: 'forked' }]);
    });
    // The log is again what it was: the fork was seen all the same.
    expect(await verdicts(escrow)).toContainEqual([LOG, 'consistent']);
    expect(await stateOf(escrow)).toMatchObject({ verdict: 'forked' });
  });

  test('can’t be settled while the place is away', async () => {
    const escrow = inDirectory();
    await bringThree(escrow);
    rmSync(path.join(folder(), kept()[0] ?? ''));
    await escrow.compare(gate(), 'service');
    rmSync(place.path, { recursive: true });
    writeFileSync(place.path, 'a file');
    await expect(escrow.settle(gate(), 'directory', 'gone')).rejects.toMatchObject({
      code: 'missing',
    });
    expect(await stateOf(escrow)).toMatchObject({ verdict: 'missing' });
  });

  test('counts for the place that was brought to: another directory begins with nothing', async () => {
    await bringThree(inDirectory());
    const other = path.join(place.path, 'other');
    const moved = escrowTo({ directory: other });
    minutes += 1;
    await moved.deliverTo('directory');
    expect(await verdicts(moved)).toContainEqual([LOG, 'consistent']);
  });
});

test('a bucket is counted only where every checkpoint is looked at', async () => {
  const s3 = await startFakeS3('kept');
  stopping = () => s3.close();
  const settings = { bucket: 'kept', prefix: '', endpoint: s3.endpoint };
  const config = { ...server.config, escrow: { ...NONE, s3: settings } };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const access = { region: 'eu-central-1', credentials };
  const escrow = new Escrow({ config, gate, log: silentLog, s3: access });
  await bringThree(escrow, 's3');
  const [first = ''] = [...s3.objects.keys()]
    .filter((key) => key.startsWith('checkpoints'))
    .toSorted();
  s3.objects.delete(first);
  expect(await verdicts(escrow)).toContainEqual([LOG, 'consistent']);
  const [whole] = await escrow.compare(gate(), 'operator', { isWhole: true });
  expect(whole).toMatchObject({ log: LOG, verdict: 'missing', lacking: 1 });
});
