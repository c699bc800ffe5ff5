/**
 * Browser tests: the web app against a real server on a real PostgreSQL, which the specs' own
 * fixture starts. What patients do runs at the width of a desk and of a phone; every other way runs at
 * one width, and looks at both where they differ.
 */
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { chromiumLaunch } from './chromium.ts';

const results = path.resolve(import.meta.dirname, '../test-results');

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: path.join(results, 'e2e'),
  fullyParallel: false,
  // Each worker runs a server, a PostgreSQL and a Chromium; the machines have two cores.
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 120_000,
  // For machines that do much else meanwhile; how fast a page is, is no test's to say.
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: path.join(results, 'e2e.json') }]],
  use: {
    launchOptions: chromiumLaunch(process.env),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Traces and pictures of a failing test show generated people only.
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    {
      name: 'desk',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } },
      testIgnore: ['erasure.spec.ts'],
    },
    {
      name: 'phone',
      // Its pixels, counted once: pictures of whole pages at 2.6 times the size take seconds each.
      use: { ...devices['Pixel 7'], deviceScaleFactor: 1 },
      testIgnore: ['audit.spec.ts', 'emergency.spec.ts', 'security.spec.ts', 'sign-up.spec.ts'],
    },
  ],
});
