import { useWindowEvent } from '@mantine/hooks'

/** Where the arrows have a meaning of their own. */
const OWN_ARROWS = 'input, textarea, select, [contenteditable], [role="dialog"], [role="region"][tabindex], [role="menu"], video'

/** The arrow keys turn pages, but where they move within a field, a list or a table. */
export function useArrows(before: (() => void) | undefined, after: (() => void) | undefined): void {
  useWindowEvent('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.target instanceof Element && event.target.closest(OWN_ARROWS) !== null) return
    if (document.querySelector('[role="dialog"]') !== null) return
    const turn = event.key === 'ArrowLeft' ? before : event.key === 'ArrowRight' ? after : undefined
    if (turn === undefined) return
    event.preventDefault()
    turn()
  })
}
