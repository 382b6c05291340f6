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

/** Which items have evidence and which have none (P16): one block an item, darker with more, each opening its item. */
export function CoverageStrip({ views, groups, onOpen }: Props): ReactNode {
  const covered = views.filter(({ state }) => state.links > 0).length
  return (
    <section className={styles['coverage']} aria-label={words.coverage.title}>
      <p>{coverageWords.covered(covered, views.length)}</p>
      <div className={styles['strip']}>
        {groups.map((group) => (
          <ul key={group.code} aria-label={group.title}>
            {views
              .filter(({ item }) => item.groupCode === group.code)
              .map(({ item, state }) => {
                const said = words.coverage.has(item.code, item.title, words.pieces(state.links).toLowerCase())
                return (
                  <li key={item.code}>
                    <button
                      type="button"
                      data-pieces={Math.min(3, state.links)}
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
