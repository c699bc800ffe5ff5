export type { Issue, IssueCode } from './issue.ts';
export { resourceTypes, validateResource } from './validate-resource.ts';
