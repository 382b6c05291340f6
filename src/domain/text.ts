/** Text as it can be stored: without NUL and without halves of characters, which PostgreSQL and JSON refuse. */
export const wellFormed = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** Whether there is a sign to be seen, and not only spaces and joiners without a width. */
export const canBeSeen = (text: string): boolean => /[^\p{C}\p{Z}\p{M}]/u.test(text)
