import { useEffect, useState, type RefObject } from 'react'

const MOST = 3
/** About nine letters, in pixels. */
export const LEAST_TAG_WIDTH = 76
const GAP = 4
/** Of '+12', or of the button that adds a tag. */
const BUTTON_WIDTH = 32

/** How many tags a line of so many pixels has room for, each wide enough to be read; the rest are '+N'. */
export const tagsWithin = (width: number): number =>
  Math.min(MOST, Math.max(1, Math.floor((width - BUTTON_WIDTH) / (LEAST_TAG_WIDTH + GAP))))

/** How many tags each row of the table shows: measured at its first row, as all are of one width. Where rows are cards, tags wrap. */
export function useTagsShown(table: RefObject<HTMLTableElement | null>, columns: readonly string[]): number {
  const [shown, setShown] = useState(MOST)
  const any = columns.includes('tags')
  useEffect(() => {
    const heading = any ? table.current?.querySelector('thead [data-column="tags"]') : null
    if (!heading) return
    const observer = new ResizeObserver(() => {
      const cell = table.current?.querySelector('tbody [data-column="tags"]')
      const line = cell?.firstElementChild
      if (cell && line) setShown(getComputedStyle(cell).display === 'table-cell' ? tagsWithin(line.clientWidth) : MOST)
    })
    observer.observe(heading)
    return () => observer.disconnect()
  }, [table, any])
  return shown
}
