import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CurriculumPage } from '#domain/curriculum/contract.ts'
import styles from './curriculum.module.css'
import { ItemActs, type Window } from './item-acts.tsx'
import { shortLevel, type ItemView } from './item-view.ts'
import { LevelTrack, Meter, SignedWords } from './marks.tsx'
import { words } from './words.ts'

interface Props {
  readonly page: CurriculumPage
  readonly views: readonly ItemView[]
  readonly open: string | undefined
  readonly onOpen: (code: string) => void
  readonly onWindow: (window: Window, code: string) => void
}

/** All items in their groups: for each what the trainee says, what was signed against what the year expects, and the evidence. */
export function ItemList({ page, views, open, onOpen, onWindow }: Props): ReactNode {
  return (
    <div className={styles['list']}>
      {page.curriculum.groups.map((group) => {
        const its = views.filter(({ item }) => item.groupCode === group.code)
        return its.length === 0 ? null : (
          <section key={group.code} aria-label={group.title}>
            <h2>{group.title}</h2>
            <ul>
              {its.map((view) => (
                <Row key={view.item.code} view={view} page={page} isOpen={open === view.item.code} onOpen={onOpen} onWindow={onWindow} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

interface RowProps extends Pick<Props, 'page' | 'onOpen' | 'onWindow'> {
  readonly view: ItemView
  readonly isOpen: boolean
}

function Row({ view, page, isOpen, onOpen, onWindow }: RowProps) {
  const { item, self, expected, state } = view
  return (
    <li className={styles['row']} data-open={isOpen || undefined}>
      <UnstyledButton className={styles['rowMain'] ?? ''} aria-pressed={isOpen} onClick={() => onOpen(item.code)}>
        <span className={styles['code']}>{item.code}</span>
        <span className={styles['rowTitle']}>{item.title}</span>
        <span className={styles['rowState']}>
          <span className={styles['levelsSaid']}>
            <LevelTrack view={view} />
            <SignedWords view={view} />
          </span>
          <span className={styles['facts']}>
            {self === null ? null : (
              <span>
                {words.columns.self} {shortLevel(self).toLowerCase()}
              </span>
            )}
            {expected === null || item.isVerified ? null : (
              <span>
                {words.columns.expected} {shortLevel(expected).toLowerCase()}
              </span>
            )}
          </span>
          <Meter pieces={state.links} quiet />
        </span>
      </UnstyledButton>
      <span className={styles['acts']}>
        <ItemActs view={view} mayAssess={page.can.assess === null} onWindow={onWindow} />
      </span>
    </li>
  )
}
