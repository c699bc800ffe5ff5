export { ipsDocument, type IpsBundle, type IpsInput } from './ips-document.ts';
