/** UCUM as people write it (https://ucum.org/ucum): `mm[Hg]` → `mmHg`, `10*3/uL` → `10³/µL`. */
export function unitText(unit: string): string {
  const whole = WHOLE[unit];
  if (whole !== undefined) return whole;
  return unit
    .replaceAll(/\{[^}\d]*\}/g, '')
    .replaceAll(/\{([^}]*)\}/g, (_, note: string) => note.replaceAll('_', ' '))
    .replace('mm[Hg]', 'mmHg')
    .replaceAll(/10\*(\d+)/g, (_, power: string) => `10${raised(power)}`)
    .replaceAll(/\bm([23])\b/g, (_, power: string) => `m${raised(power)}`)
    .replaceAll(/\bu(?=[A-Za-z])/g, 'µ')
    .replaceAll(/[[\]]/g, '');
}

const WHOLE: Readonly<Record<string, string>> = {
  Cel: '°C',
  '[degF]': '°F',
  '[lb_av]': 'lb',
  '[in_i]': 'in',
  '1': '',
};

const POWERS = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

function raised(digits: string): string {
  return Array.from(digits, (digit) => POWERS[Number(digit)] ?? digit).join('');
}
