import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The green of lichen on stone. */
const lichen: MantineColorsTuple = [
  '#edf6f3',
  '#d9ebe6',
  '#b3d5cc',
  '#8cbfb2',
  '#6fae9f',
  '#4c9384',
  '#38806f',
  '#23625a',
  '#1d4f4a',
  '#143a36',
]
/** Warm greys: stone, not steel. */
const gray: MantineColorsTuple = [
  '#f8f7f4',
  '#f1efe9',
  '#e5e2da',
  '#d6d2c8',
  '#b9b4a9',
  '#918c81',
  '#66635b',
  '#4e4b45',
  '#363430',
  '#201f1c',
]
const dark: MantineColorsTuple = [
  '#e2e2dc',
  '#c3c5bf',
  '#a5a8a2',
  '#777c78',
  '#4a504e',
  '#363c3b',
  '#282d2d',
  '#1f2323',
  '#171a1a',
  '#0f1212',
]

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

/** Calm and dense: small type steps, thin lines, one colour for what can be done. */
export const theme = createTheme({
  primaryColor: 'lichen',
  primaryShade: { light: 7, dark: 6 },
  colors: { lichen, gray, dark },
  black: '#22231f',
  fontFamily: system,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontFamily: system,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.45 }, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.3 }, closeButtonProps: { 'aria-label': 'Close' } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss this notice' } } },
    // A window's head is not the page's banner.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    // Its empty first stop stands where only menu items may.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: false } } },
    // What may be left empty says so; stars on everything else are noise.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Anchor: { defaultProps: { underline: 'always' } },
  },
})

/** Where Mantine's own choices are too faint to read (WCAG 2.2 AA). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#22231f',
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': lichen[7],
    '--mantine-color-yellow-light': '#faf1d8',
    '--mantine-color-yellow-light-color': '#5c4300',
    '--mantine-color-default-border': '#cbc6bb',
    '--input-placeholder-color': gray[6],
  },
  dark: {
    '--mantine-color-body': '#1f2323',
    '--mantine-color-text': '#e2e2dc',
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': '#ffa198',
    '--mantine-color-anchor': lichen[3],
    // Lighter than what they lie on, and calm.
    '--mantine-color-lichen-light': '#1d3a35',
    '--mantine-color-lichen-light-hover': '#23463f',
    '--mantine-color-yellow-light': '#37301d',
    '--mantine-color-yellow-light-color': '#f0dca4',
    '--mantine-color-default-border': '#4a504e',
    '--input-placeholder-color': dark[2],
  },
})
