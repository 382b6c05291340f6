/**
 * Text as people compare it: case, accents, doubled spaces and typographic variants laid aside,
 * so that 'Café' and ' cafe' are one tag, and 'STRASSE' and 'straße' (P5).
 */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase().replace(/\s+/gu, ' ').trim()
