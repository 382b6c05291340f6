import { Title } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import IconAdjustmentsHorizontal from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs'
import IconHelpCircle from '@tabler/icons-react/dist/esm/icons/IconHelpCircle.mjs'
import { useEffect, useRef, type ReactNode } from 'react'
import { useSession } from '#web/platform/session-store.ts'
import { BarButton } from './bar-button.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import classes from './page.module.css'
import { ProfileMenu } from './profile-menu.tsx'
import { tourPlace } from './tour-place.ts'
import { openWindow } from './windows.ts'
import { words } from './words.ts'

interface Props {
  readonly title: string
  /** What stands top left, beside the title: 'New item', 'Tags'. */
  readonly left?: ReactNode
  /** The page's own buttons, top right: 'Export report'. Use `BarButton`. */
  readonly right?: ReactNode
  /** The name help is opened at: a topic's `pages` in docs/guide. */
  readonly helpPage: string
  /** A narrow column for reading and forms. */
  readonly narrow?: boolean
  /** In a small window of its own, which leads nowhere else. */
  readonly small?: boolean
  readonly children: ReactNode
}

/** The frame of every page: header, title, and the page itself. */
export function Page({ title, left, right, helpPage, narrow = false, small = false, children }: Props): ReactNode {
  const { person, house } = useSession()
  const heading = useFocusedOnArrival()
  const isTraining = useRouterState({ select: ({ location }) => OF_TRAINING.test(location.pathname) })
  return (
    <>
      <title>{words.documentTitle(title)}</title>
      <a className={classes['skip']} href="#page">
        {words.skip}
      </a>
      <OfflineBanner />
      <header className={classes['header']}>
        <div className={classes['bar']}>
          {small ? (
            <span className={classes['brand']}>{BRAND}</span>
          ) : (
            <Link to="/" className={classes['brand']} aria-label={words.brand}>
              {BRAND}
            </Link>
          )}
          {person?.closesOn !== null || small ? null : (
            <nav aria-label={words.mainMenu} className={classes['nav']} data-tour="menu">
              <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
                {words.home}
              </Link>
              <Link to="/portfolio" activeOptions={{ includeSearch: false }}>
                {words.portfolio}
              </Link>
              <Link to="/learning" activeOptions={{ includeSearch: false }}>
                {words.learning}
              </Link>
              <Link to="/reflection" activeOptions={{ includeSearch: false }}>
                {words.reflection}
              </Link>
              {person.hasTraining ? (
                <Link to="/training" activeOptions={{ includeSearch: false }} data-within={isTraining || undefined}>
                  {words.training}
                </Link>
              ) : null}
            </nav>
          )}
          <div className={classes['right']} data-tour="corner">
            {person?.closesOn !== null || small ? null : (
              <BarButton
                label={words.siteSettings}
                icon={<IconAdjustmentsHorizontal size={18} />}
                onClick={() => openWindow({ name: 'settings', tab: 'columns' })}
              />
            )}
            {right}
            <BarButton
              label={words.help}
              icon={<IconHelpCircle size={18} />}
              onClick={() => openWindow({ name: 'help', page: helpPage })}
            />
            {person?.closesOn !== null ? null : <ProfileMenu person={person} demo={house.demo} />}
          </div>
        </div>
      </header>
      <main id="page" className={classes['main']} data-narrow={narrow || undefined}>
        <div className={classes['heading']}>
          <Title order={1} ref={heading} tabIndex={-1} className={classes['title']}>
            {title}
          </Title>
          {left === undefined ? null : (
            <div className={classes['left']} data-tour="beside-title">
              {left}
            </div>
          )}
        </div>
        <div ref={tourPlace} />
        {children}
      </main>
      {house.demo && !small ? (
        <footer className={classes['footer']}>
          {words.demo} <Link to="/demo/mailbox">{words.mailbox}</Link>
        </footer>
      ) : null}
    </>
  )
}

const BRAND = (
  <>
    <img src="/icon.svg" width="28" height="28" alt="" />
    <span aria-hidden>{words.brand}</span>
  </>
)

/** Pages under 'Training' in the main menu. */
const OF_TRAINING = /^\/(training|record|trainees|programmes|college|administration|enrol|library)(\/|$)/

let arrivedAt: string | null = null

/**
 * Going to another page moves the focus to its title, so that a screen reader says where one is. The address changes while the page
 * before is still there; it is resolved once the new one stands.
 */
function useFocusedOnArrival() {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname ?? null })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (path === null) return
    if (arrivedAt !== null && arrivedAt !== path) heading.current?.focus({ preventScroll: true })
    arrivedAt = path
  }, [path])
  return heading
}
