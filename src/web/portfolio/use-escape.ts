import { useWindowEvent } from '@mantine/hooks'

/**
 * Escape closes the window marked `data-window={name}` only while nothing lies over it: a calendar, a list of tags or a
 * second window takes the key first.
 */
export function useEscape(name: string, onEscape: () => void): void {
  useWindowEvent(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.isComposing) return
      if (event.target instanceof Element && event.target.getAttribute('data-mantine-stop-propagation') === 'true') return
      const top = [...document.querySelectorAll('[role="dialog"]')].at(-1)
      if (top?.querySelector(`[data-window="${name}"]`)) onEscape()
    },
    { capture: true },
  )
}
