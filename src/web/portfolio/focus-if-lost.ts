const LOOKS_MS = [0, 60, 200, 500, 1000, 2000]

/** Puts the focus on a neighbour once the control that had it is gone (N2). `find` is asked when that is so. */
export function focusIfLost(find: () => Element | null | undefined): void {
  for (const ms of LOOKS_MS) {
    setTimeout(() => {
      const now = document.activeElement
      if (now !== null && now !== document.body && now.isConnected) return
      const next = find()
      if (next instanceof HTMLElement) next.focus({ preventScroll: true })
    }, ms)
  }
}

/** Where one goes on in the list after rows or notices have gone. */
export const inTheList = (): Element | null =>
  document.querySelector('main table thead input[type="checkbox"]') ?? document.querySelector('main h1, main h2, main button')
