import {
  Alert,
  Anchor,
  Badge,
  Button,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  PasswordInput,
  TextInput,
  createTheme,
} from '@mantine/core';

/** Evergreen: what is kept and safe. */
const ward: MantineColorsTuple = [
  '#eef5f3',
  '#d9e9e5',
  '#b4d3cc',
  '#8bbbb2',
  '#66a69b',
  '#458f84',
  '#2f7a70',
  '#1f625a',
  '#184e48',
  '#103935',
];

/** Sealing wax: what needs care, or can't be undone. */
const wax: MantineColorsTuple = [
  '#fcf0ec',
  '#f7ddd4',
  '#edbaa9',
  '#e2957c',
  '#d87657',
  '#cf6141',
  '#b94e30',
  '#9d4027',
  '#7e3420',
  '#5e2718',
];

/** Honey: what to look at. */
const honey: MantineColorsTuple = [
  '#fdf5e4',
  '#f9e8c3',
  '#f2d28c',
  '#eabb55',
  '#dfa32e',
  '#c58b1b',
  '#a37113',
  '#7f580f',
  '#61430c',
  '#453008',
];

/** Mantine's greys of the dark scheme, in the tone of the rest. */
const dark: MantineColorsTuple = [
  '#e8eeea',
  '#c3cdca',
  '#a6b5b1',
  '#8b9a96',
  '#4c5c58',
  '#3b4b48',
  '#1e2b29',
  '#16211f',
  '#111a19',
  '#0c1413',
];

const BODY_FACE =
  'Seravek, "Gill Sans Nova", Ubuntu, "Segoe UI", Calibri, "Open Sans", "Noto Sans", "DejaVu Sans", sans-serif';
const TITLE_FACE =
  '"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, Palatino, Charter, Georgia, "Noto Serif", serif';

export const theme = createTheme({
  primaryColor: 'ward',
  primaryShade: { light: 7, dark: 6 },
  colors: { ward, wax, honey, dark },
  black: '#1b2927',
  fontFamily: BODY_FACE,
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontFamily: TITLE_FACE,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: 'clamp(1.75rem, 1.4rem + 1.5vw, 2.4rem)', lineHeight: '1.15' },
      h2: { fontSize: '1.5rem', lineHeight: '1.25' },
      h3: { fontSize: '1.3rem', lineHeight: '1.3' },
      h4: { fontSize: '1.15rem', lineHeight: '1.35' },
    },
  },
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem' },
  lineHeights: { md: '1.6' },
  defaultRadius: 'md',
  radius: { md: '0.65rem', lg: '1.1rem' },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Alert: Alert.extend({ defaultProps: { radius: 'lg' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600, radius: 'sm' } }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    // Its placeholder for the first focus is no menu item, which a menu may not have.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({ defaultProps: { centered: true, radius: 'lg' } }),
    PasswordInput: PasswordInput.extend({
      // Whoever uses the keyboard wants to see what they typed as well.
      defaultProps: { size: 'md', withAsterisk: false, visibilityToggleFocusable: true },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md', withAsterisk: false } }),
  },
});

/** Ours, beside Mantine's own: each is checked to stand out by WCAG AA on the ground it is used on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b2927',
    '--mantine-color-dimmed': '#52625f',
    '--mantine-color-placeholder': '#6a7976',
    '--mantine-color-anchor': '#1f625a',
    '--mantine-color-error': '#9d4027',
    '--mantine-color-default-border': '#cfc8ba',
    '--mantine-color-wax-light': '#fbe9e3',
    '--mantine-color-wax-light-color': '#7e3420',
    '--mantine-color-honey-light': '#fbf0d6',
    '--mantine-color-honey-light-color': '#61430c',
    '--mantine-color-ward-light': '#e4f0ed',
    '--mantine-color-ward-light-color': '#184e48',
    '--mantine-color-gray-light-color': '#4a5553',
    '--mantine-color-wax-text': '#9d4027',
  },
  dark: {
    '--mantine-color-body': '#16211f',
    '--mantine-color-text': '#e8eeea',
    '--mantine-color-dimmed': '#a6b5b1',
    '--mantine-color-placeholder': '#8b9a96',
    '--mantine-color-anchor': '#8bbbb2',
    '--mantine-color-error': '#e9a48d',
    '--mantine-color-default': '#1e2b29',
    '--mantine-color-default-hover': '#273634',
    '--mantine-color-default-border': '#3b4b48',
    '--mantine-color-default-color': '#e8eeea',
    '--mantine-color-wax-light': '#3a211a',
    '--mantine-color-wax-light-color': '#f0bfae',
    '--mantine-color-honey-light': '#352a12',
    '--mantine-color-honey-light-color': '#f2d28c',
    '--mantine-color-ward-light': '#1d3431',
    '--mantine-color-ward-light-color': '#b4d3cc',
    '--mantine-color-gray-light-color': '#c3cdca',
    '--mantine-color-wax-text': '#e9a48d',
  },
});
