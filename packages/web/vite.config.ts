import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://localhost:8480';

export default defineConfig({
  plugins: [react()],
  // The server puts a fresh nonce here for each response that holds this page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { proxy: { '/api': SERVER, '/fhir': SERVER } },
});
