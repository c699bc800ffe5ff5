import type { Interval } from './interval.ts';

/**
 * A decimal and what its digits leave open, half a unit of the last one: `100` is 99.5 up to 100.5,
 * `1.5e2` is 145 up to 155, and so is `1e2` 95 up to 105, as the specification's example has it.
 *
 * @returns undefined for what is no decimal of at most 18 digits and an exponent of at most ±99.
 */
export function numberInterval(
  text: string,
): { readonly number: number; readonly within: Interval } | undefined {
  const found = DECIMAL.exec(text);
  if (found === null) return undefined;
  const [, sign = '', whole = '', decimals, exponent = '0'] = found;
  const fraction = decimals ?? (found[4] === undefined ? '' : '0');
  const digits = whole + fraction;
  if (whole + (decimals ?? '') === '' || digits.length > 18) return undefined;
  // Tenths of the last digit as an integer, so that the bounds are decimals and not sums of floats.
  const tenths = BigInt(`${sign === '-' ? '-' : ''}${digits}0`);
  const scale = Number(exponent) - fraction.length - 1;
  return {
    number: Number(text),
    within: { low: Number(`${tenths - 5n}e${scale}`), high: Number(`${tenths + 5n}e${scale}`) },
  };
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;
