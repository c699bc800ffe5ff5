/**
 * A Chromium for the browser tests that needs no download and no system packages: the npm package
 * unpacks its own.
 *
 * It unpacks to fixed names in the temporary directory, readable by the user who was first, and
 * takes a file that is there for a whole one. So it is given a directory of its own to unpack to,
 * which gets its final name only when it is complete and belongs to the user who runs the tests.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { LaunchOptions } from '@playwright/test';

/**
 * What Playwright needs to launch it. On systems for which the package has no Chromium, the one
 * that Playwright itself installs is used.
 *
 * @param environment - `WARDKEEP_E2E_CHROMIUM` names another Chromium to test with.
 */
export function chromiumLaunch(environment: NodeJS.ProcessEnv): LaunchOptions {
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const chosen = environment['WARDKEEP_E2E_CHROMIUM'];
  if (chosen !== undefined) return { executablePath: chosen, args };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { args };
  const directory = unpackedDirectory();
  return {
    executablePath: path.join(directory, 'chromium'),
    args: [...args, '--font-render-hinting=none'],
    env: { ...definedOnly(environment), FONTCONFIG_FILE: path.join(directory, 'fonts.conf') },
  };
}

function unpackedDirectory(): string {
  const directory = path.join(tmpdir(), `wardkeep-chromium-${packageVersion()}-${userInfo().uid}`);
  if (isOurs(directory)) return directory;
  const staging = mkdtempSync(`${directory}.`);
  unpack(staging);
  writeFileSync(path.join(staging, 'fonts.conf'), fontConfiguration(directory));
  try {
    renameSync(staging, directory);
    return directory;
  } catch (error) {
    // Another test run was quicker: its copy serves as well. Anything else there is not ours.
    if (!isOurs(directory)) throw error;
    rmSync(staging, { recursive: true });
    return directory;
  }
}

/** In a temporary directory anybody may have put anything at a name that can be guessed. */
function isOurs(directory: string): boolean {
  const stat = lstatSync(directory, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory() || stat.uid !== userInfo().uid) return false;
  return (
    existsSync(path.join(directory, 'chromium')) && existsSync(path.join(directory, 'fonts.conf'))
  );
}

/** The package asks for the temporary directory and nothing else, so it gets another one. */
function unpack(directory: string): void {
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()";
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: directory },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The package's own names /tmp/fonts. One font only: pages look alike on every machine. */
function fontConfiguration(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${directory}/fonts</dir><cachedir>${directory}/fonts-cache</cachedir></fontconfig>
`;
}

function packageVersion(): string {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const text = readFileSync(path.join(path.dirname(main), '../package.json'), 'utf8');
  // `as`: npm requires a version of every package
  return (JSON.parse(text) as { version: string }).version;
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter((entry) => entry[1] !== undefined);
  // `as`: undefined values were filtered out on the line above
  return Object.fromEntries(entries) as Record<string, string>;
}
