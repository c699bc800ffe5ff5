import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitNdjson, type NdjsonLine } from './split-ndjson.ts';

async function linesOf(
  chunks: readonly (string | Uint8Array)[],
  maxLineBytes = 1000,
): Promise<NdjsonLine[]> {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  return await allOf(splitNdjson(bytes(), maxLineBytes));
}

async function allOf(lines: AsyncIterable<NdjsonLine>): Promise<NdjsonLine[]> {
  const all: NdjsonLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const texts = (lines: readonly NdjsonLine[]) =>
  lines.map((line) =>
    line.kind === 'line' ? `${line.number} ${line.text}` : `${line.number} ! ${line.code}`,
  );

describe('splitting NDJSON', () => {
  test('lines are numbered from 1, empty ones count and are left out', async () => {
    expect(texts(await linesOf(['{"a":1}\n\n  \n{"b":2}\n']))).toEqual(['1 {"a":1}', '4 {"b":2}']);
  });

  test('CRLF, a byte order mark and a last line without an end are read', async () => {
    expect(texts(await linesOf(['\ufeff{"a":1}\r\n{"b":2}\r\n{"c":3}']))).toEqual([
      '1 {"a":1}',
      '2 {"b":2}',
      '3 {"c":3}',
    ]);
  });

  test('no bytes, or only a byte order mark, give no line', async () => {
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf(['\ufeff'])).toEqual([]);
  });

  test('a byte order mark later on is part of its line', async () => {
    expect(texts(await linesOf(['{}\n\ufeff{}']))).toEqual(['1 {}', '2 \ufeff{}']);
  });

  test('a line over the limit is refused alone, and one at the limit is read', async () => {
    const long = 'x'.repeat(11);
    const exact = 'y'.repeat(10);
    expect(texts(await linesOf([`${long}\r\n${exact}\r\n${long}${long}`], 10))).toEqual([
      '1 ! line_too_long',
      `2 ${exact}`,
      '3 ! line_too_long',
    ]);
  });

  test('a line far over the limit is refused however it is cut', async () => {
    expect(texts(await linesOf([...Array.from('z'.repeat(40)), '\n', '{}'], 10))).toEqual([
      '1 ! line_too_long',
      '2 {}',
    ]);
  });

  test('bytes that are no UTF-8 are refused alone', async () => {
    const broken = Buffer.from([0x22, 0xc3, 0x28, 0x22, 0x0a]);
    expect(texts(await linesOf([broken, '{}']))).toEqual(['1 ! not_utf8', '2 {}']);
  });

  test('a buffer that its reader uses again changes nothing that was read', async () => {
    async function* reused() {
      const buffer = Buffer.from('{"a":');
      yield buffer;
      buffer.write('1}\n{}');
      yield buffer;
    }
    expect(texts(await allOf(splitNdjson(reused(), 100)))).toEqual(['1 {"a":1}', '2 {}']);
  });

  test('where the chunks are cut makes no difference', async () => {
    const someLines = fc.array(fc.stringMatching(/^[a-zäß€\u{1f600}]{0,12}$/u), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(someLines, fc.array(fc.nat(60), { maxLength: 6 }), async (lines, cuts) => {
        const whole = Buffer.from(lines.join('\n'));
        const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort(
          (a, b) => a - b,
        );
        const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        expect(await linesOf(pieces, 30)).toEqual(await linesOf([whole], 30));
      }),
    );
  });
});
