import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unexplainedAssertions } from './assertions.ts';

/** Every TypeScript file in the packages' sources, from the root of the tree, with slashes. */
export function sourceFiles(root: string): string[] {
  return readdirSync(path.join(root, 'packages'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/]+\/src\/.*\.tsx?$/.test(file) && !/node_modules|\/dist\//.test(file))
    .map((file) => `packages/${file}`);
}

/** `file:line` of each assertion without a reason in what is shipped. */
export function assertionsWithoutReason(root: string): string[] {
  return sourceFiles(root)
    .filter((file) => !/\.(test|test-d)\.tsx?$|\/(testing|test)\//.test(file))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      // Most files need no parsing to see that they have none.
      if (!/\sas\s/.test(text)) return [];
      return unexplainedAssertions(file, text).map((line) => `${file}:${line}`);
    });
}
