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
      <div className={styles['columns']} aria-hidden>
        <span>{words.columns.item}</span>
        <span>{words.columns.self}</span>
        <span>{words.columns.signed}</span>
        <span>{words.columns.expected}</span>
        <span>{words.columns.evidence}</span>
      </div>
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
  const { item, self, expected } = view
  return (
    <li className={styles['row']} data-open={isOpen || undefined}>
      <UnstyledButton className={styles['rowMain'] ?? ''} aria-pressed={isOpen} onClick={() => onOpen(item.code)}>
        <span className={styles['code']}>{item.code}</span>
        <span className={styles['rowTitle']}>{item.title}</span>
        <span className={styles['cell']} data-cell="self">
          <Named name={words.columns.self} />
          {item.isVerified ? null : self === null ? <span className={styles['quiet']}>–</span> : shortLevel(self)}
        </span>
        <span className={styles['cell']} data-cell="signed">
          <Named name={words.columns.signed} />
          {item.isVerified ? null : <LevelTrack view={view} />}
          <SignedWords view={view} />
        </span>
        <span className={styles['cell']} data-cell="expected">
          <Named name={words.columns.expected} />
          {expected === null ? <span className={styles['quiet']}>–</span> : shortLevel(expected)}
        </span>
        <span className={styles['cell']} data-cell="evidence">
          <Named name={words.columns.evidence} />
          <Meter pieces={view.pieces} quiet />
        </span>
      </UnstyledButton>
      <span className={styles['acts']}>
        <ItemActs view={view} mayAssess={page.can.assess === null} onWindow={onWindow} />
      </span>
    </li>
  )
}

/** The column's name, for who listens to the row and where the columns have no heading. */
const Named = ({ name }: { readonly name: string }) => <span className={styles['cellName']}>{name} </span>
