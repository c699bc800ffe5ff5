/**
 * - `unknown_parameter`: the type has no such search parameter, or it can't be searched here;
 * - `unknown_modifier`: the parameter has no such modifier;
 * - `bad_value`: the value is not of the parameter's form;
 * - `bad_combination`: parameters that exclude each other, or one given twice that may stand once;
 * - `too_many`: more parameters, values or chain steps than the limits allow;
 * - `unknown_type`: no such resource type.
 */
export type SearchErrorCode =
  | 'unknown_parameter'
  | 'unknown_modifier'
  | 'bad_value'
  | 'bad_combination'
  | 'too_many'
  | 'unknown_type';

/** A search that can't be understood. It names the parameter and never quotes its value. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  readonly code: SearchErrorCode;
  /** As it was asked, if it is a plain name; a name of another form may hold anything. */
  readonly parameter: string;

  constructor(code: SearchErrorCode, parameter: string, advice: string) {
    const name = /^[\w.:-]{1,64}$/.test(parameter) ? parameter : 'a parameter';
    super(`${name}: ${advice}`);
    this.code = code;
    this.parameter = name;
  }
}
