export { chartOf, newestOfEach, seriesOf, type Chart } from './chart.ts';
export {
  conceptText,
  codesOf,
  dosageText,
  nameOf,
  personName,
  referenceRangeText,
  valueText,
  whenOf,
  type Spelling,
} from './words.ts';
