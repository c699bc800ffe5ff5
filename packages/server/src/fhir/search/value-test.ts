/** Says whether one value of a resource, of a FHIR type, is what is asked. */
export type ValueTest = (type: string, value: unknown, systems?: readonly string[]) => boolean;
