import { mkdirSync, renameSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import process, { exit, pid, stderr } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './refusal.mjs';
import { stopChildren } from './run.mjs';

const beatMs = 1_000;
/** A holder that has not been heard of for so long was killed. */
const staleMs = 15_000;

/**
 * Runs `work` while holding `lock`, so that two bootstraps don't install over each other.
 *
 * The lock is an empty directory (git does not see one) whose time of change its holder renews:
 * no process ids, which mean nothing to another container that shares the tree.
 */
export async function withLock(lock, work) {
  await acquire(lock);
  const beat = setInterval(() => renew(lock), beatMs);
  const release = () => {
    clearInterval(beat);
    remove(lock);
  };
  const interrupted = () => {
    stopChildren();
    release();
    exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupted);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(lock) {
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(lock);
      return;
    } catch (cause) {
      if (cause.code !== 'EEXIST') {
        const where = path.dirname(lock);
        throw new Refusal(`Wardkeep must install itself, and can't write to ${where}.`, { cause });
      }
    }
    if (waited === 1) stderr.write('Another start is installing; waiting for it …\n');
    if (ageMs(lock) > staleMs) takeAway(lock);
    else await sleep(500);
  }
}

/** Renames first: of several that see a stale lock, one gets it, and sees whether it was stale. */
function takeAway(lock) {
  const aside = `${lock}.${pid}`;
  try {
    renameSync(lock, aside);
    if (ageMs(aside) > staleMs) rmdirSync(aside);
    else renameSync(aside, lock);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function ageMs(directory) {
  const stat = statSync(directory, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}

function renew(lock) {
  const now = new Date();
  ignoringAbsence(() => utimesSync(lock, now, now));
}

function remove(lock) {
  ignoringAbsence(() => rmdirSync(lock));
}

/** A lock that another took for stale is no longer ours to touch. */
function ignoringAbsence(action) {
  try {
    action();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
