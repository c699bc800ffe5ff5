/**
 * `fetch` that turns the refusal of a FHIR address, an OperationOutcome, into the problem+json that it stands for. The
 * client knows problems only; without their codes, a refusal could not be told from an answer that broke off.
 */
export function withProblems(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    const isFhir = response.headers.get('content-type')?.startsWith('application/fhir+json');
    if (response.ok || isFhir !== true) return response;
    const { status, headers } = response;
    // What is missing in it makes a problem without a code, which the client does not take for one.
    const outcome = (await response.json()) as OperationOutcome;
    const text = JSON.stringify(problemIn(outcome, status));
    return new Response(text, { status, headers });
  };
}

interface OperationOutcome {
  readonly issue?: readonly {
    readonly diagnostics?: string;
    readonly details?: { readonly coding?: readonly { readonly code?: string }[] };
  }[];
}

function problemIn({ issue: [first] = [] }: OperationOutcome, status: number): object {
  const code = first?.details?.coding?.[0]?.code;
  const detail = first?.diagnostics ?? '';
  return { type: 'about:blank', title: '', status, code, detail, requestId: '' };
}
