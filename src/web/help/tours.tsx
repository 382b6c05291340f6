import { useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { Button } from '@mantine/core'
import { stepsShown, tourOffered, tourOfPath, type TourId } from '#domain/help/tours.ts'
import { useChangePreferences, usePreferences } from '#web/platform/queries.ts'
import { askForTour, useTourAsked, useTourPlace } from '#web/ui/tour-place.ts'
import { TourStepShown } from './tour-step.tsx'
import { TOUR_STEPS, tourWords as say, type TourStep } from './tour-words.ts'
import styles from './tours.module.css'

interface Going {
  readonly tour: TourId
  readonly steps: readonly TourStep[]
  readonly at: number
  /** The way they came, so that the focus waits on the button they used. */
  readonly by: 1 | -1
}

/** Offers the tour of the page that stands, once, in a line of the page itself; and shows it to whoever wants it (H2). */
export function Tours(): ReactNode {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname ?? '' })
  const place = useTourPlace()
  const asked = useTourAsked()
  const { toursSeen } = usePreferences()
  const { mutate } = useChangePreferences()
  const [going, setGoing] = useState<Going | null>(null)
  const tour = tourOfPath(path)
  const offered = tourOffered(path, toursSeen)

  const seen = useCallback(
    (which: TourId) => {
      if (!toursSeen.includes(which)) mutate({ toursSeen: [...toursSeen, which] })
    },
    [mutate, toursSeen],
  )
  const begin = useCallback(
    (which: TourId) => {
      seen(which)
      setGoing({ tour: which, steps: stepsShown(TOUR_STEPS[which], say.last, ({ at }) => partOfPage(at) !== null), at: 0, by: 1 })
    },
    [seen],
  )
  const end = useCallback((giveFocusBack: boolean) => {
    setGoing(null)
    if (giveFocusBack) focusTitle()
  }, [])

  // Asked for in the help, which lies over the page until it has gone.
  useEffect(() => {
    if (!asked || tour === null) return undefined
    const waiting = setInterval(() => {
      if (document.querySelector(OVER_THE_PAGE) !== null) return
      askForTour(false)
      begin(tour)
    }, 50)
    return () => clearInterval(waiting)
  }, [asked, begin, tour])

  const current = going !== null && going.tour === tour ? going : null
  const step = current?.steps[current.at]
  if (current !== null && step !== undefined)
    return (
      <TourStepShown
        key={current.at}
        step={step}
        number={current.at + 1}
        of={current.steps.length}
        cameBack={current.by === -1}
        onGo={(by) => {
          if (current.at + by >= current.steps.length) end(true)
          else setGoing({ ...current, at: Math.max(0, current.at + by), by })
        }}
        onEnd={end}
      />
    )
  if (offered === null || place === null) return null
  return createPortal(
    <section aria-label={say.region} className={styles.offer}>
      <p>{say.offer}</p>
      <span>
        <Button size="compact-sm" onClick={() => begin(offered)}>
          {say.begin}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            seen(offered)
            focusTitle()
          }}
        >
          {say.skip}
        </Button>
      </span>
    </section>,
    place,
  )
}

/** Windows that lie over a page. */
const OVER_THE_PAGE = '.mantine-Modal-inner, .mantine-Drawer-inner'

const focusTitle = () => document.querySelector<HTMLElement>('#page h1')?.focus({ preventScroll: true })

/** The part a step points at, where it is there to be seen. */
export function partOfPage(selector: string): HTMLElement | null {
  const part = document.querySelector<HTMLElement>(selector)
  return part === null || part.getBoundingClientRect().width === 0 ? null : part
}
