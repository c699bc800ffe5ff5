/**
 * Finds features that need each other, if only through different files or by type: such features
 * are one, or miss a third. dependency-cruiser's own folder rule counts what tests import, and a
 * test may start the whole server.
 */
import type { Import } from './cruise.ts';

const featureFolder = /^packages\/(?:server|web)\/src\/features\/[^/]+(?=\/)/;

/** @returns the folders that lie on a circle, sorted; none when features point one way. */
export function featureCircles(imports: readonly Import[]): string[] {
  const needs = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const source = featureFolder.exec(from)?.[0];
    const target = featureFolder.exec(to)?.[0];
    if (source === undefined || target === undefined || source === target) continue;
    if (/\.test\.tsx?$/.test(from)) continue;
    needs.set(source, (needs.get(source) ?? new Set()).add(target));
  }
  return [...needs.keys()].filter((folder) => reaches(needs, folder, folder)).toSorted();
}

/** Whether `goal` can be reached from `start` in one step or more. */
function reaches(needs: ReadonlyMap<string, Set<string>>, start: string, goal: string): boolean {
  const seen = new Set<string>();
  const open = [...(needs.get(start) ?? [])];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder === goal) return true;
    if (!seen.has(folder)) open.push(...(needs.get(folder) ?? []));
    seen.add(folder);
  }
  return false;
}
