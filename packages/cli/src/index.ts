/** What others may use of the command line: the leak scan. */
export { needlesFromBundle } from './scan/bundle-needles.ts';
export { scanWithControl, type ControlledReport } from './scan/control.ts';
export { NeedleError, needlesFromLines, type Needle } from './scan/needle.ts';
export {
  scanDirectory,
  type Finding,
  type ScanOptions,
  type ScanReport,
} from './scan/scan-directory.ts';
