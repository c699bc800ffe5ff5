/**
 * The primitive types of R4 (https://hl7.org/fhir/R4/datatypes.html#primitive): JSON type, regular
 * expression, and where the page says more in words, that too.
 *
 * Expressions that look for what must not be there never backtrack, however long the text.
 */
type Text = (value: unknown) => value is string;

/** Limit of the type string: 1,048,576 characters. */
const maximumText = 1_048_576;
// oxlint-disable-next-line no-control-regex -- the controls are what it refuses
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const visible = /\S/;
const space = /\s/;
// oxlint-disable-next-line no-control-regex -- the controls are what it refuses
const notInCode = /^\s|\s$|\s\s|[\u0000-\u001f]/;
// oxlint-disable-next-line no-control-regex -- the controls are what it refuses
const unusual = /[\s\u0000-\u001f]/;
const idText = /^[A-Za-z0-9\-.]{1,64}$/;
const year = '([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)';
const month = '(0[1-9]|1[0-2])';
const day = '(0[1-9]|[1-2][0-9]|3[0-1])';
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const zone = '(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';
const dateText = new RegExp(`^${year}(-${month}(-${day})?)?$`);
const dateTimeText = new RegExp(`^${year}(-${month}(-${day}(T${clock}${zone})?)?)?$`);
const instantText = new RegExp(`^${year}-${month}-${day}T${clock}${zone}$`);
const timeText = new RegExp(`^${clock}$`);
const oidText = /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/;
const uuidText = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isText = (value: unknown): value is string => typeof value === 'string';
/** Longer ones would cost without being right. */
const isShort = (value: unknown): value is string => isText(value) && value.length <= 256;

const string: Text = (value): value is string =>
  isText(value) &&
  value.length <= maximumText &&
  (value.charCodeAt(0) > 0x20 || visible.test(value)) &&
  !control.test(value);
const uri: Text = (value): value is string => isText(value) && value !== '' && !space.test(value);
const id: Text = (value): value is string => isShort(value) && idText.test(value);
const date: Text = (value): value is string =>
  isShort(value) && dateText.test(value) && isInMonth(value);

export const primitives = {
  string,
  markdown: string,
  uri,
  url: uri,
  canonical: uri,
  id,
  date,
  boolean: (value: unknown) => typeof value === 'boolean',
  code: (value: unknown) =>
    isText(value) && value !== '' && (!unusual.test(value) || !notInCode.test(value)),
  dateTime: (value: unknown) => isShort(value) && dateTimeText.test(value) && isInMonth(value),
  instant: (value: unknown) => isShort(value) && instantText.test(value) && isInMonth(value),
  time: (value: unknown) => isShort(value) && timeText.test(value),
  oid: (value: unknown) => isShort(value) && oidText.test(value),
  uuid: (value: unknown) => isShort(value) && uuidText.test(value),
  decimal: (value: unknown) => typeof value === 'number' && Number.isFinite(value),
  integer: (value: unknown) => isInteger(value, -2_147_483_648),
  unsignedInt: (value: unknown) => isInteger(value, 0),
  positiveInt: (value: unknown) => isInteger(value, 1),
  base64Binary: (value: unknown) => isText(value) && isBase64(value),
  /** `Resource.id`, `Element.id` and `Extension.url`, which have no extensions. */
  systemId: id,
  systemUri: uri,
  systemString: uri,
} as const;

function isInteger(value: unknown, least: number): boolean {
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 2_147_483_647
  );
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The expressions let the 31st of February through. `text` has passed one of them. */
function isInMonth(text: string): boolean {
  if (text.length < 10) return true;
  const inMonth = Number(text.slice(8, 10));
  if (inMonth < 29) return true;
  const which = Number(text.slice(5, 7));
  if (inMonth > (days[which - 1] ?? 0)) return false;
  if (which !== 2) return true;
  const inYear = Number(text.slice(0, 4));
  return inYear % 4 === 0 && (inYear % 100 !== 0 || inYear % 400 === 0);
}

const notInBase64 = /[^A-Za-z0-9+/=\s]/;

function isBase64(text: string): boolean {
  if (notInBase64.test(text)) return false;
  const plain = space.test(text) ? text.replace(/\s+/g, '') : text;
  if (plain.length === 0 || plain.length % 4 !== 0) return false;
  const padding = plain.indexOf('=');
  return (
    padding === -1 ||
    padding === plain.length - 1 ||
    (padding === plain.length - 2 && plain.endsWith('=='))
  );
}
