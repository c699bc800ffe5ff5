/** Overwrites with zeros. `Buffer.prototype.fill` looks at its arguments for longer than this takes. */
export function zero(bytes: Uint8Array): void {
  Uint8Array.prototype.fill.call(bytes, 0);
}
