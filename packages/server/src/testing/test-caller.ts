/** One browser or program: keeps its cookies and its CSRF token, and hides nothing of the answer. */
export class TestCaller {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  csrfToken = '';
  personId = '';

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** A sign-up or sign-in: takes the session from the answer. */
  async begin(path: string, body: unknown): Promise<unknown> {
    const answer = await this.post(path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    const reply = answer.json as { session?: SessionReply } & SessionReply;
    const session = reply.session ?? reply;
    this.csrfToken = session.csrfToken;
    this.personId = session.personId;
    return reply;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path, {});
  }

  put(path: string, body: Uint8Array<ArrayBuffer>): Promise<Answer> {
    return this.send('PUT', path, {
      body,
      headers: { 'content-type': 'application/octet-stream' },
    });
  }

  async send(
    method: string,
    path: string,
    {
      body,
      headers,
    }: {
      readonly body?: string | Uint8Array<ArrayBuffer>;
      readonly headers?: Record<string, string>;
    },
  ): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        cookie: this.cookie,
        ...(method === 'GET' ? {} : { 'wardkeep-csrf': this.csrfToken }),
        ...headers,
      },
    });
    this.#keepCookies(response);
    const bytes = Buffer.from(await response.arrayBuffer());
    return new Answer(response, bytes);
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

interface SessionReply {
  readonly csrfToken: string;
  readonly personId: string;
}

export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;

  constructor(response: Response, bytes: Buffer) {
    this.status = response.status;
    this.headers = response.headers;
    this.bytes = bytes;
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  // oxlint-disable-next-line no-explicit-any -- tests read answers of every shape; a wrong member fails the test
  get json(): any {
    // oxlint-disable-next-line no-unsafe-return -- as above
    return JSON.parse(this.text);
  }

  get code(): string {
    const { code, issue } = this.json;
    return String(code ?? issue?.[0]?.details?.coding?.[0]?.code);
  }
}
