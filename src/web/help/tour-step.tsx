import { Button, Popover } from '@mantine/core'
import { useCallback, useEffect, useId, useLayoutEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { tourWords as say, type TourStep } from './tour-words.ts'
import styles from './tours.module.css'

interface Props {
  readonly step: TourStep
  readonly number: number
  readonly of: number
  readonly cameBack: boolean
  readonly onGo: (by: 1 | -1) => void
  /** `giveFocusBack` is false where the focus is in a window that was opened meanwhile. */
  readonly onEnd: (giveFocusBack: boolean) => void
}

interface Place {
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
}

/** One step: a ring round the part of the page, and words beside it. The page stays as usable as it was. */
export function TourStepShown({ step, number, of, cameBack, onGo, onEnd }: Props): ReactNode {
  const place = usePlace(step.at)
  const id = useId()
  useEndsElsewhere(onEnd)
  const focusOnArrival = useCallback((button: HTMLButtonElement | null) => button?.focus({ preventScroll: true }), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') onGo(1)
    if (event.key === 'ArrowLeft' && number > 1) onGo(-1)
  }
  const toBack = cameBack && number > 1
  if (place === null) return null
  return createPortal(
    <Popover
      opened
      position="bottom"
      withArrow
      withRoles={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      returnFocus={false}
      trapFocus={false}
      transitionProps={{ duration: 0 }}
      middlewares={{ flip: true, shift: { padding: 12 } }}
      width="min(20rem, calc(100vw - 24px))"
      shadow="md"
      zIndex={150}
    >
      <Popover.Target>
        <div className={styles.ring} style={place} />
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        data-tour-step
        aria-labelledby={`${id} ${id}step`}
        aria-describedby={`${id}text`}
        onKeyDown={onKeyDown}
        className={styles.words ?? ''}
      >
        <h2 id={id}>{step.title}</h2>
        <p id={`${id}text`}>{step.text}</p>
        <div className={styles.foot}>
          <span id={`${id}step`}>{say.step(number, of)}</span>
          {number < of ? (
            <Button variant="subtle" size="compact-sm" onClick={() => onEnd(true)}>
              {say.end}
            </Button>
          ) : null}
          {number > 1 ? (
            <Button variant="default" size="compact-sm" onClick={() => onGo(-1)} {...(toBack ? { ref: focusOnArrival } : {})}>
              {say.back}
            </Button>
          ) : null}
          <Button size="compact-sm" onClick={() => onGo(1)} {...(toBack ? {} : { ref: focusOnArrival })}>
            {number === of ? say.done : say.next}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>,
    document.body,
  )
}

/** Esc ends the tour; so does a window that opens over the page and takes the focus. */
function useEndsElsewhere(onEnd: (giveFocusBack: boolean) => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') onEnd(true)
    }
    const onFocus = ({ target }: FocusEvent) => {
      const dialog = target instanceof Element ? target.closest('[role="dialog"]') : null
      if (dialog !== null && !dialog.hasAttribute('data-tour-step')) onEnd(false)
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('focusin', onFocus)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('focusin', onFocus)
    }
  }, [onEnd])
}

/** Of what is long, its beginning, so that the words have room beside it. */
const TALLEST = 0.45
const AROUND = 4

/** Where the part lies on the page, scrolled to, for as long as it does. Null once it is gone. */
function usePlace(selector: string): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useLayoutEffect(() => {
    const part = document.querySelector<HTMLElement>(selector)
    if (part === null) return undefined
    const isTall = part.getBoundingClientRect().height > window.innerHeight * TALLEST
    if (isTall) window.scrollTo({ top: window.scrollY + part.getBoundingClientRect().top - 72 })
    else part.scrollIntoView({ block: 'center' })
    const measure = () => {
      const { top, left, width, height } = part.getBoundingClientRect()
      setPlace({
        top: top + window.scrollY - AROUND,
        left: Math.max(2, left + window.scrollX - AROUND),
        width: Math.min(width + 2 * AROUND, document.documentElement.clientWidth - 4),
        height: Math.min(height + 2 * AROUND, window.innerHeight * TALLEST),
      })
    }
    measure()
    const changes = new ResizeObserver(measure)
    changes.observe(document.body)
    changes.observe(part)
    window.addEventListener('resize', measure)
    return () => {
      changes.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [selector])
  return place
}
