/**
 * `fetch` for one upload that tells how much was sent, which `fetch` itself can't. The reply is
 * readable while it arrives. Only what an upload needs: a Blob out, text back.
 */
export function xhrFetch(onSent: (sentBytes: number, totalBytes: number) => void): typeof fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      // A URL object and a Request never come from our client.
      request.open(init?.method ?? 'GET', typeof url === 'string' ? url : '');
      new Headers(init?.headers).forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.addEventListener('progress', ({ loaded, total }) => onSent(loaded, total));
      request.addEventListener('error', () => reject(new TypeError('the request failed')));
      request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      init?.signal?.addEventListener('abort', () => request.abort());
      resolveWithStream(request, resolve);
      request.send(init?.body instanceof Blob ? init.body : null);
    });
}

function resolveWithStream(request: XMLHttpRequest, resolve: (response: Response) => void): void {
  const encoder = new TextEncoder();
  let passedOn = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const passOn = (): void => {
        controller.enqueue(encoder.encode(request.responseText.slice(passedOn)));
        passedOn = request.responseText.length;
      };
      request.addEventListener('progress', passOn);
      request.addEventListener('load', () => {
        passOn();
        controller.close();
      });
      // After the head has arrived the promise is settled; whoever reads the body must hear it.
      const fail = (): void => controller.error(new TypeError('the reply broke off'));
      request.addEventListener('error', fail);
      request.addEventListener('abort', fail);
    },
  });
  request.addEventListener('readystatechange', () => {
    if (request.readyState !== XMLHttpRequest.HEADERS_RECEIVED || request.status === 0) return;
    resolve(new Response(hasBody(request) ? body : null, replyHead(request)));
  });
}

/** A `Response` of these may not have a body (https://fetch.spec.whatwg.org/#null-body-status). */
function hasBody(request: XMLHttpRequest): boolean {
  return ![204, 205, 304].includes(request.status);
}

function replyHead(request: XMLHttpRequest): ResponseInit {
  const contentType = request.getResponseHeader('content-type');
  return { status: request.status, headers: contentType ? { 'content-type': contentType } : {} };
}
