/** Whether the last digit is the one that Luhn's method gives (ISO/IEC 7812-1, annex B), as in a LOINC code. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const twice = place % 2 === 1 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** Whether the last digit is the one that Verhoeff's dihedral check gives, as in a SNOMED CT identifier. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    check = multiply(check, permute(digit, place % 8));
  }
  return check === 0;
}

/** In the dihedral group of order ten: 0–4 turn, 5–9 turn over as well. */
function multiply(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5;
  return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
}

const ONCE = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

function permute(digit: number, times: number): number {
  let now = digit;
  for (let time = 0; time < times; time += 1) now = ONCE[now] ?? now;
  return now;
}
