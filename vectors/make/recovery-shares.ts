import { sha256 } from '@noble/hashes/sha2.js';
import { chosen, concat, fromHex, hex, utf8 } from './bytes.ts';
import { writePaper, writeRecoveryText } from './paper.ts';

const secret = chosen('shared recovery secret', 32);
const split = { group: '9f3a00c1', threshold: 3, shares: 5 } as const;
const numbers = [1, 2, 3, 4, 5];
/** As a splitter draws them: in no order. */
const coordinates = [17, 255, 1, 128, 90];

type Split = { readonly group: string; readonly threshold: number; readonly shares: number };
type Share = Split & { readonly number: number; readonly x: number; readonly y: Uint8Array };

export function recoveryShareVectors(): unknown {
  const privateText = writeRecoveryText(secret);
  const shares = sharesOf(split);
  const texts = shares.map((share) => write(share));
  const [one = '', two = '', three = '', four = '', five = ''] = texts;
  const others = sharesOf({ ...split, group: '00000001' }).map((share) => write(share));
  const forged = shares.map((share) => write({ ...share, y: share.y.map((byte) => byte ^ 1) }));
  const change = (other: object): string[] => [one, two, write({ ...thirdOf(shares), ...other })];
  return {
    format: 'docs/formats/recovery.md',
    opens: [
      { title: 'as many as it takes', privateText, texts: [one, two, three] },
      { title: 'others, in another order', privateText, texts: [five, two, four] },
      { title: 'all of them', privateText, texts },
      { title: 'as typed', privateText, texts: [typed(one), typed(three), typed(five)] },
    ],
    refused: [
      { title: 'none', code: 'shares_too_few', texts: [] },
      { title: 'too few', code: 'shares_too_few', texts: [one, two] },
      { title: 'the same one twice', code: 'shares_duplicate', texts: [one, two, one] },
      { title: 'a number twice', code: 'shares_duplicate', texts: change({ number: 1 }) },
      { title: 'a point twice', code: 'shares_duplicate', texts: change({ x: 17 }) },
      { title: 'another group', code: 'shares_mixed', texts: [one, two, others[2]] },
      { title: 'another threshold', code: 'shares_mixed', texts: change({ threshold: 4 }) },
      { title: 'another count', code: 'shares_mixed', texts: change({ shares: 6 }) },
      { title: 'a forged share', code: 'not_authentic', texts: [one, two, forged[2]] },
      {
        title: 'a forged one too many',
        code: 'not_authentic',
        texts: [one, two, three, forged[3]],
      },
      { title: 'a point at zero', code: 'bad_format', texts: change({ x: 0 }) },
      { title: 'a threshold of one', code: 'bad_format', texts: change({ threshold: 1 }) },
      { title: 'more needed than exist', code: 'bad_format', texts: change({ threshold: 6 }) },
      { title: 'number zero', code: 'bad_format', texts: change({ number: 0 }) },
      { title: 'a number past the last', code: 'bad_format', texts: change({ number: 6 }) },
      {
        title: 'another version',
        code: 'bad_format',
        texts: [one, two, write(thirdOf(shares), 2)],
      },
      { title: 'a letter missing', code: 'bad_format', texts: [one, two, three.slice(0, -1)] },
      { title: 'a U', code: 'bad_format', texts: [one, two, `U${three.slice(1)}`] },
      { title: 'two letters swapped', code: 'bad_format', texts: [one, two, swapped(three)] },
      { title: 'the whole recovery key', code: 'bad_format', texts: [one, two, privateText] },
    ],
  };
}

function sharesOf(of: Split): Share[] {
  const proof = sha256(
    concat(
      utf8('wardkeep recovery shares v1'),
      fromHex(of.group),
      Uint8Array.of(of.threshold, of.shares),
      secret,
    ),
  ).subarray(0, 4);
  const payload = concat(secret, proof);
  const coefficients = Array.from({ length: of.threshold - 1 }, (_, power) =>
    concat(
      chosen(`coefficient ${String(power)} a`, 32),
      chosen(`coefficient ${String(power)} b`, 4),
    ),
  );
  return numbers.map((number, i) => {
    const x = coordinates[i] ?? 0;
    const y = payload.map((byte, at) =>
      evaluate([byte, ...coefficients.map((power) => power[at] ?? 0)], x),
    );
    return { ...of, number, x, y };
  });
}

function evaluate(polynomial: readonly number[], x: number): number {
  let sum = 0;
  let power = 1;
  for (const coefficient of polynomial) {
    sum ^= multiply(coefficient, power);
    power = multiply(power, x);
  }
  return sum;
}

/** In GF(2^8) of AES (FIPS 197 §4.2), bit by bit. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product & 0x80 ? 0x11b : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

function write({ group, threshold, shares, number, x, y }: Share, version = 1): string {
  const head = concat(Uint8Array.of(version), fromHex(group));
  const body = concat(head, Uint8Array.of(threshold, shares, number, x), y);
  const checksum = sha256(concat(utf8('wardkeep recovery share text v1'), body)).subarray(0, 5);
  return writePaper(hex(concat(body, checksum)));
}

function thirdOf(shares: readonly Share[]): Share {
  const [, , third] = shares;
  if (!third) throw new Error('There are five.');
  return third;
}

function swapped(text: string): string {
  const at = Array.from(text).findIndex(
    (letter, i) => i > 20 && /\w\w/.test(text.slice(i, i + 2)) && letter !== text[i + 1],
  );
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

function typed(text: string): string {
  return ` ${text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
}
