import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { gatheredOutput } from './gathered-output.ts';

function output() {
  const written: string[] = [];
  return { written, write: (text: string) => void written.push(text) };
}

describe('gathered lines', () => {
  test('go out together, in their order, after the time that was set', async () => {
    const { written, write } = output();
    const gathered = gatheredOutput({ write }, { most: 1000, everyMs: 20 });
    for (const line of ['a\n', 'b\n', 'c\n']) gathered.write(line);
    expect(written).toEqual([]);
    await sleep(100);
    expect(written).toEqual(['a\nb\nc\n']);
    await sleep(100);
    expect(written, 'nothing is written twice').toHaveLength(1);
  });

  test('go out at once when there are many', () => {
    const { written, write } = output();
    const gathered = gatheredOutput({ write }, { most: 10, everyMs: 60_000 });
    gathered.write('12345\n');
    expect(written).toEqual([]);
    gathered.write('67890\n');
    expect(written).toEqual(['12345\n67890\n']);
  });

  test('are not lost when the process exits', async () => {
    const file = new URL('./gathered-output.ts', import.meta.url).href;
    const program = `import { gatheredOutput } from '${file}';
      gatheredOutput(process.stdout, { most: 1000, everyMs: 60000 }).write('last words\\n');
      process.exit(3);`;
    const args = ['--input-type=module', '--eval', program];
    const ended: unknown = await promisify(execFile)(process.execPath, args).catch(
      (error: unknown) => error,
    );
    expect(ended).toMatchObject({ code: 3, stdout: 'last words\n' });
  });
});
