/** A reason to stop that a person can act on: printed without a stack. */
export class Refusal extends Error {
  name = 'Refusal';
}
