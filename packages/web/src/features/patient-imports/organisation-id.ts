const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The number of an organisation, by itself or within the link that an administrator hands on. */
export function organisationIn(text: string): string | undefined {
  return UUID.exec(text)?.[0].toLowerCase();
}
