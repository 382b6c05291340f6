import type { ReactNode } from 'react'
import { coverageWords } from '#domain/curriculum/words.ts'
import type { ShownCurriculum } from '#domain/curriculum/curriculum-shown.ts'
import styles from './curriculum.module.css'
import type { ItemView } from './item-view.ts'
import { words } from './words.ts'

interface Props {
  readonly views: readonly ItemView[]
  readonly groups: ShownCurriculum['groups']
  readonly onOpen: (code: string) => void
}

/** Which items have evidence and which have none (P16): one block an item, darker with more and full where it is verified, each opening its item. */
export function CoverageStrip({ views, groups, onOpen }: Props): ReactNode {
  const covered = views.filter(({ pieces }) => pieces > 0).length
  return (
    <section className={styles['coverage']} aria-label={words.coverage.title}>
      <p>{coverageWords.covered(covered, views.length)}</p>
      <div className={styles['strip']}>
        {groups.map((group) => (
          <ul key={group.code} aria-label={group.title}>
            {views
              .filter(({ item }) => item.groupCode === group.code)
              .map(({ item, state, pieces }) => {
                const what = state.verified === null ? words.pieces(pieces).toLowerCase() : words.coverage.verified
                const said = words.coverage.has(item.code, item.title, what)
                return (
                  <li key={item.code}>
                    <button
                      type="button"
                      data-pieces={state.verified === null ? Math.min(3, pieces) : 3}
                      title={said}
                      aria-label={said}
                      onClick={() => onOpen(item.code)}
                    >
                      {item.code}
                    </button>
                  </li>
                )
              })}
          </ul>
        ))}
      </div>
    </section>
  )
}
