/** For one call: what FHIR says by headers (https://hl7.org/fhir/R4/http.html#concurrency). */
export function withHeader(name: string, value: string): typeof fetch {
  return (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set(name, value);
    return fetch(url, { ...init, headers });
  };
}
