/** bcrypt of cost 12 alone, on one thread: `node bcrypt.ts MILLISECONDS`. Prints hashes a second. */
import { setPriority } from 'node:os';
import { hashSync, verifySync } from '@node-rs/bcrypt';

// As the server's own threads for it.
setPriority(5);
const hash = hashSync('the same work for each', { cost: 12 });
const start = performance.now();
const until = start + Number(process.argv[2]);
let count = 0;
while (performance.now() < until) {
  verifySync('the same work for each', hash);
  count += 1;
}
console.log((count / (performance.now() - start)) * 1000);
