import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { exportFhir as fhir, exportIps as ips, exportPdf as pdf } from '@wardkeep/contract';
import { ipsDocument } from '../../fhir/ips/index.ts';
import { summaryPdf, type SummaryFonts } from '../../fhir/summary-pdf/index.ts';
import { phiRoute, type BytesReply, type Route } from '../../gate/index.ts';
import { DOCUMENT_AUTHOR } from '../records/index.ts';
import { chartWithPatient, wholeChart } from './whole-chart.ts';

/** Everything that the caller sees of a chart, as FHIR keeps it: a Bundle that says what is. */
export function exportFhir(base: () => string): Route {
  return phiRoute({
    endpoint: fhir,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope) => {
      const { records } = await wholeChart(scope);
      const entries = records.map(({ resource }) => {
        const fullUrl = `${base()}/${resource.resourceType}/${String(resource['id'])}`;
        return `{"fullUrl":${JSON.stringify(fullUrl)},"resource":${JSON.stringify(resource)}}`;
      });
      const begin = `{"resourceType":"Bundle","type":"collection","timestamp":"${scope.now.toISOString()}","entry":[\n`;
      return {
        mediaType: 'application/fhir+json',
        fileName: 'chart.json',
        length: null,
        chunks: async function* () {
          yield Buffer.from(entries.length === 0 ? begin.replace(',"entry":[\n', '') : begin);
          for (const [index, entry] of entries.entries())
            yield Buffer.from(index === 0 ? entry : `,\n${entry}`);
          yield Buffer.from(entries.length === 0 ? '}\n' : '\n]}\n');
        },
      };
    },
  });
}

/** An International Patient Summary. */
export const exportIps = phiRoute({
  endpoint: ips,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const { patient, resources } = await chartWithPatient(scope);
    const document = ipsDocument({ patient, resources, at: scope.now, author: DOCUMENT_AUTHOR });
    return inOnePiece(
      'application/fhir+json',
      'summary.json',
      Buffer.from(JSON.stringify(document)),
    );
  },
});

/** A summary for whoever reads paper. */
export const exportPdf = phiRoute({
  endpoint: pdf,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { query }) => {
    const { patient, resources } = await chartWithPatient(scope);
    const language = query.language ?? scope.client.language;
    const summary = { patient, resources, at: scope.now, language, fonts: await fonts() };
    return inOnePiece('application/pdf', 'summary.pdf', Buffer.from(await summaryPdf(summary)));
  },
});

function inOnePiece(mediaType: string, fileName: string, bytes: Buffer): BytesReply {
  return {
    mediaType,
    fileName,
    length: bytes.length,
    chunks: async function* () {
      yield bytes;
    },
  };
}

let read: Promise<SummaryFonts> | undefined;

/** Read once; a failed reading is tried again. */
function fonts(): Promise<SummaryFonts> {
  read ??= readFonts().catch((error: unknown) => {
    read = undefined;
    throw error;
  });
  return read;
}

async function readFonts(): Promise<SummaryFonts> {
  const [regular, bold] = await Promise.all(
    ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
      readFile(fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}`))),
    ),
  );
  // Two names make two files.
  return { regular: regular ?? Buffer.alloc(0), bold: bold ?? Buffer.alloc(0) };
}
