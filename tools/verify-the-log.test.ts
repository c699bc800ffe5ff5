/**
 * Holds docs/verify-the-log.md to the code, and an export to other people's code: where there is Go with its module
 * x/mod, tools/audit-go verifies what we wrote, and refuses what somebody changed.
 */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { makeAuditLog, newLogKeys, type MadeLog } from '@wardkeep/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS } from '../packages/cli/src/audit/fault.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../docs/verify-the-log.md'), 'utf8');
const gopath = '/usr/share/gocode';
const hasGo = isThere('go') && existsSync(path.join(gopath, 'src/golang.org/x/mod/sumdb/tlog'));
const told = hasGo ? '' : ' (SKIPPED: no Go with golang.org/x/mod here)';

describe('docs/verify-the-log.md', () => {
  test('lists every fault that there is, and no other', () => {
    expect(firstColumn('What a fault means').slice(0, -6)).toEqual(
      expect.arrayContaining(Object.keys(FAULTS)),
    );
    expect(firstColumn('What a fault means')).toHaveLength(Object.keys(FAULTS).length + 6);
  });

  test('lists every verdict of a comparison', () => {
    const verdicts = ['first-seen', 'same', 'grown', 'forked', 'went-back', 'key-changed'];
    expect(firstColumn('What a fault means').slice(-6)).toEqual(verdicts);
  });
});

describe('golang.org/x/mod/sumdb', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardkeep-go-'));
  const program = path.join(folder, 'audit-go');
  const whole = path.join(folder, 'whole');
  let log: MadeLog;

  beforeAll(async () => {
    if (!hasGo) return;
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: gopath, GOFLAGS: '' };
    const source = path.resolve(import.meta.dirname, 'audit-go/main.go');
    await promisify(execFile)('go', ['build', '-o', program, source], { env });
    const keys = newLogKeys();
    const before = await makeAuditLog({ leaves: 3, keys });
    const beginsWith = before.checkpoint;
    // More than 256 tiles, so that there is a full tile above them and a third level.
    log = await makeAuditLog({ log: '2027', leaves: 300 * 256 + 77, keys, beginsWith });
    await log.writeTo(whole);
  }, 180_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const check = async (directory: string, ...proofs: string[]) => {
    const args = [log.verifierKey, directory, ...proofs];
    return promisify(execFile)(program, args).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );
  };
  const proofOf = async (leaf: number): Promise<string> => {
    const file = path.join(folder, `${leaf}.tlog-proof`);
    writeFileSync(file, await log.prove(leaf));
    return file;
  };

  test.skipIf(!hasGo)(`verifies an export and its proofs${told}`, async () => {
    const proofs = await Promise.all([1, 255, 256, 65_535, 65_536, 300 * 256 + 76].map(proofOf));
    const { code, stdout } = await check(whole, ...proofs);
    expect([code, stdout]).toEqual([0, expect.stringContaining('76877 entries, root ')]);
    expect(stdout.match(/: proved/g)).toHaveLength(6);
  });

  test.skipIf(!hasGo)(`refuses an export or a proof with a bit changed${told}`, async () => {
    const copy = path.join(folder, 'copy');
    cpSync(whole, copy, { recursive: true });
    for (const name of [
      'checkpoint',
      'tile/entries/007',
      'tile/0/299',
      'tile/1/000',
      'tile/2/000.p/1',
    ]) {
      const file = path.join(copy, name);
      const bytes = readFileSync(file);
      const changed = Buffer.from(bytes);
      changed[30] = (changed[30] ?? 0) ^ 1;
      writeFileSync(file, changed);
      const { code, stdout } = await check(copy);
      expect([name, code, stdout]).toEqual([name, 1, expect.stringContaining('FAULT')]);
      writeFileSync(file, bytes);
    }
    const proof = await proofOf(300);
    const text = readFileSync(proof, 'utf8');
    writeFileSync(proof, text.replace(/^index 300$/m, 'index 301'));
    expect(await check(whole, proof)).toMatchObject({ code: 1 });
  });
});

function firstColumn(heading: string): readonly string[] {
  const [, rest = ''] = page.split(`## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, word = '']) => word);
}

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['version']);
    return true;
  } catch {
    return false; // The titles of the skipped tests say so.
  }
}
