export {
  elementOf,
  elementsOf,
  isResource,
  numberOf,
  pruned,
  textOf,
  type Element,
  type Resource,
} from './resource.ts';
export { escapeXhtml, narrative, xhtmlTable } from './narrative.ts';
export { stableUuid } from './stable-uuid.ts';
