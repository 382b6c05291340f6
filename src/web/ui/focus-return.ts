const WINDOW = '[role="dialog"][aria-modal="true"]'

/** What had the focus before each open window. */
const openers = new Map<Element, HTMLElement>()
let last: HTMLElement | null = null

/**
 * A window that goes gives the focus back to where it was (N2). Mantine does so only for windows that were mounted before they
 * opened; ours are mounted when they open.
 */
export function returnFocusFromWindows(): void {
  document.addEventListener('focusin', rememberOpener)
  new MutationObserver(giveBack).observe(document.body, { childList: true, subtree: true })
}

function rememberOpener({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement)) return
  const opened = target.closest(WINDOW)
  if (opened !== null && last !== null && !openers.has(opened) && !opened.contains(last)) openers.set(opened, last)
  last = target
}

function giveBack(): void {
  for (const [opened, opener] of [...openers].toReversed()) {
    if (opened.isConnected) continue
    openers.delete(opened)
    if (document.activeElement === document.body && opener.isConnected) opener.focus({ preventScroll: true })
  }
}
