/**
 * A page as people get it: at both colour schemes, without what shuts somebody out (axe), without scrolling sideways.
 * The pictures are for people to look at; `WARDKEEP_E2E_PICTURES=all` takes them in the dark and at a phone's width as well.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from '@playwright/test';

const RESULTS = path.resolve(import.meta.dirname, '../test-results');

export interface Looking {
  /** Takes pictures of the page as it is, and checks it. */
  look(name: string): Promise<void>;
}

export interface LookingOptions {
  /** For what runs on the desk only: at a phone's width as well. */
  readonly alsoNarrow?: boolean;
}

const NARROW = 375;
/** Until what a change of colours or width moves has moved. */
const SETTLES_MS = 150;
/** A picture of a whole page takes as long as all the checks of it: those in the dark and of phones are for whoever asks. */
const ALL_PICTURES = process.env['WARDKEEP_E2E_PICTURES'] === 'all';
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** @param folder - Where in test-results the pictures go. */
export function looking(page: Page, folder: string, options: LookingOptions = {}): Looking {
  const problems: string[] = [];
  page.on('console', (message) => {
    // A page that its own policy blocks, or that throws, is broken even when it looks right.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  const pictures = path.join(RESULTS, folder);
  mkdirSync(pictures, { recursive: true });
  return {
    look: async (name) => {
      // A sticky header stands in the middle of a picture of a page that was scrolled.
      await page.evaluate(() => window.scrollTo(0, 0));
      const { project } = test.info();
      const file = path.join(pictures, `${name}-${project.name}`);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.waitForTimeout(SETTLES_MS);
      await expectAccessible(page, 'all');
      await expectNoSidewaysScrolling(page);
      await page.screenshot({ path: `${file}-light.png`, fullPage: true });
      // Colours are the same at every width: the desk looks at both schemes, the phone at one.
      if (project.name === 'desk') await lookInTheDark(page, file);
      if (options.alsoNarrow === true && project.name === 'desk')
        await lookNarrow(page, path.join(pictures, name));
      expect(problems).toEqual([]);
    },
  };
}

/** Only colours differ. */
async function lookInTheDark(page: Page, file: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.waitForTimeout(SETTLES_MS);
  await expectAccessible(page, 'colours');
  if (ALL_PICTURES) await page.screenshot({ path: `${file}-dark.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

async function lookNarrow(page: Page, file: string): Promise<void> {
  const size = page.viewportSize();
  if (size === null) return;
  await page.setViewportSize({ ...size, width: NARROW });
  await page.waitForTimeout(SETTLES_MS);
  await expectNoSidewaysScrolling(page);
  if (ALL_PICTURES) await page.screenshot({ path: `${file}-narrow-light.png`, fullPage: true });
  await page.setViewportSize(size);
}

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow, 'the page does not scroll sideways').toBeLessThanOrEqual(0);
}

async function expectAccessible(page: Page, what: 'all' | 'colours'): Promise<void> {
  // What is in order is not listed: to name each element takes longer than to find what is not.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const rules = what === 'all' ? axe.withTags(WCAG) : axe.withRules('color-contrast');
  const { violations } = await rules.analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.html)
          .join(' ')
          .slice(0, 300)}`,
    ),
  ).toEqual([]);
}
