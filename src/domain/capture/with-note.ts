/** An item's notes with a note below them, as where a page is captured again (K3). A note that stands there already is not added. */
export function withNote(notes: string, note: string): string {
  const fresh = note.trim()
  if (notes.includes(fresh)) return notes
  return notes.trim() === '' ? fresh : `${notes.trimEnd()}\n\n${fresh}`
}
