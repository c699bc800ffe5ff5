// In a cascade layer: what is ours wins, in whatever order the files arrive.
import '@mantine/core/styles.layer.css';
import '@mantine/dropzone/styles.layer.css';
import './app/theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { preferredLanguage, showLanguage } from './app/language.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

await showLanguage(preferredLanguage(localStorage, navigator.languages));
createRoot(root).render(<App />);
