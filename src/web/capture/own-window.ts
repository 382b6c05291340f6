const MARK = 'cairn-own-window'

/**
 * Marks this window as one that the bookmarklet opened: small, and to be closed when all is done. The mark stays with the window as
 * its address moves on. The browser itself does not tell: a window that is kept apart from its opener counts as any other.
 */
export const markOwnWindow = (): void => sessionStorage.setItem(MARK, 'yes')

export const inOwnWindow = (): boolean => sessionStorage.getItem(MARK) !== null
