import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pkcs11Options } from '../../providers/pkcs11.ts';
import { whyPkcs11jsIsMissing } from './compiled-pkcs11js.ts';

const modules = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];

/** @returns why tests on SoftHSM can't run on this machine, or nothing. */
export async function whySoftHsmIsMissing(): Promise<string | undefined> {
  if (!modules.some((module) => existsSync(module))) return 'SoftHSM 2 is not installed';
  return await whyPkcs11jsIsMissing();
}

export interface SoftHsm {
  /** With another PIN than anybody guesses, and no key yet. */
  readonly place: Pkcs11Options;
  /** The token's files are gone, and the processes that had opened them. */
  unplug(): void;
  plug(): void;
  /** Stops the processes that this one started for the module, as one that hangs would. */
  freeze(): void;
  thaw(): void;
  remove(): void;
}

/** A token in a directory of its own, which this process and those that it starts see alone. */
export function startSoftHsm(label: string): SoftHsm {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardkeep-softhsm-'));
  const tokens = path.join(folder, 'tokens');
  const configuration = path.join(folder, 'softhsm2.conf');
  mkdirSync(tokens);
  writeFileSync(configuration, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  const pin = 'correct-pin';
  const pins = ['--pin', pin, '--so-pin', 'officer-pin'];
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, ...pins]);
  const module = modules.find((each) => existsSync(each)) ?? '';
  return {
    place: { module, token: label, key: 'wardkeep-root', pin },
    unplug: () => {
      renameSync(tokens, `${tokens}-unplugged`);
      mkdirSync(tokens);
      signalModuleProcesses('SIGKILL');
    },
    plug: () => {
      rmSync(tokens, { recursive: true });
      renameSync(`${tokens}-unplugged`, tokens);
    },
    freeze: () => signalModuleProcesses('SIGSTOP'),
    thaw: () => signalModuleProcesses('SIGCONT'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Only children of this process that run the module's program. */
export function moduleProcesses(): number[] {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  const isOurs = (pid: string) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pkcs11-process');
  return children.split(' ').filter(Boolean).filter(isOurs).map(Number);
}

function signalModuleProcesses(signal: NodeJS.Signals): void {
  for (const pid of moduleProcesses()) process.kill(pid, signal);
}
