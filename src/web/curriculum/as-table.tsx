import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CurriculumPage } from '#domain/curriculum/contract.ts'
import styles from './curriculum.module.css'
import { ItemActs, type Window } from './item-acts.tsx'
import { shortLevel, type ItemView } from './item-view.ts'
import { LevelTrack, Meter, SignedWords } from './marks.tsx'
import { words } from './words.ts'

export interface ArrangementProps {
  readonly page: CurriculumPage
  readonly views: readonly ItemView[]
  readonly open: string | undefined
  readonly onOpen: (code: string) => void
  readonly onWindow: (window: Window, code: string) => void
}

export function AsTable({ page, views, open, onOpen, onWindow }: ArrangementProps): ReactNode {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{words.columns.item}</th>
          <th scope="col">{words.columns.self}</th>
          <th scope="col">{words.columns.signed}</th>
          <th scope="col">{words.columns.expected}</th>
          <th scope="col">{words.columns.evidence}</th>
          <th scope="col" aria-label={words.aboutShort} />
        </tr>
      </thead>
      {page.curriculum.groups.map((group) => {
        const its = views.filter(({ item }) => item.groupCode === group.code)
        return its.length === 0 ? null : (
          <tbody key={group.code}>
            <tr>
              <th colSpan={6} scope="rowgroup">
                {group.title}
              </th>
            </tr>
            {its.map((view) => (
              <tr key={view.item.code} data-open={open === view.item.code || undefined}>
                <td>
                  <UnstyledButton onClick={() => onOpen(view.item.code)}>
                    <b>{view.item.code}</b> {view.item.title}
                  </UnstyledButton>
                </td>
                <td>{view.self === null ? '–' : shortLevel(view.self)}</td>
                <td>
                  <LevelTrack view={view} /> <SignedWords view={view} />
                </td>
                <td>{view.expected === null ? '–' : shortLevel(view.expected)}</td>
                <td>
                  <Meter pieces={view.state.links} quiet />
                </td>
                <td className={styles['acts']}>
                  <ItemActs view={view} mayAssess={page.can.assess === null} onWindow={onWindow} />
                </td>
              </tr>
            ))}
          </tbody>
        )
      })}
    </table>
  )
}
