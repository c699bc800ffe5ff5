export { actorOf, named } from './actor-rules.ts';
export { namesInLog } from './log-names.ts';
export { readAccessLog } from './read-access-log.ts';
