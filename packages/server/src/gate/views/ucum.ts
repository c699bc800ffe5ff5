/**
 * Whether a text is a unit of UCUM (https://ucum.org/ucum) as records use them. Units can hold words of anybody's in
 * braces, so only units of known atoms are, and of the notes in braces those that are counted by.
 */
export function isUcum(code: string): boolean {
  if (code === '' || code.length > LENGTH_MOST) return false;
  const parts = (code.startsWith('/') ? code.slice(1) : code).split(OPERATOR);
  return parts.every(isComponent);
}

const LENGTH_MOST = 40;
/** Outside of braces. */
const OPERATOR = /[./](?![^{}]*\})/;

const words = (text: string): readonly string[] => text.split(' ');

const METRIC = new Set(
  words(
    'm g s l L mol eq Eq osm K Cel A V W J N Pa bar Hz C F Ohm S Wb T H lm lx Bq Gy Sv cd rad sr kat U [IU] [iU] cal u eV m[H2O] m[Hg]',
  ),
);
const PLAIN = new Set(
  words(
    "% [ppth] [ppm] [ppb] [pH] min h d wk mo a [degF] [in_i] [ft_i] [lb_av] [oz_av] [foz_us] [cup_us] [tsp_us] [tbs_us] [drp] [arb'U] [CFU] [PFU] [Ch] [hp'_X] deg atm [psi] [HPF] [LPF] 10* 10^",
  ),
);
const PREFIXES = words('da d c m u n p f a h k M G T');
const COUNTED = new Set(
  words(
    '{score} {count} {#} {beats} {Beats} {breaths} {cells} {copies} {cfu} {CFU} {T-score} {Z-score} {ratio} {index} {titer} {nominal} {INR} {WBC} {RBC} {1.73_m2} {1.73m2} {tbl} {tablet} {capsule} {drop} {puff} {dose} {spray} {patch} {percentile}',
  ),
);

const COMPONENT =
  /^(1|10|100|1000|10\*|10\^|[^\d{}+-][^{}+-]*?)?([+-]?\d{1,2})?(\{[^{}]{1,14}\})?$/;
const FACTOR = /^10*$/;

/** A factor has no power: digits after it would be any number. */
function isComponent(part: string): boolean {
  const [, atom, power, note] = COMPONENT.exec(part) ?? [];
  if (atom === undefined) return power === undefined && note !== undefined && COUNTED.has(note);
  if (note !== undefined && !COUNTED.has(note)) return false;
  return FACTOR.test(atom) ? power === undefined : isAtom(atom);
}

function isAtom(atom: string): boolean {
  if (METRIC.has(atom) || PLAIN.has(atom)) return true;
  return PREFIXES.some(
    (prefix) => atom.startsWith(prefix) && METRIC.has(atom.slice(prefix.length)),
  );
}
