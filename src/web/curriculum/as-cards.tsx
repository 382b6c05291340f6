import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ArrangementProps } from './as-table.tsx'
import styles from './curriculum.module.css'
import { ItemActs } from './item-acts.tsx'
import { shortLevel } from './item-view.ts'
import { LevelTrack, Meter, SignedWords } from './marks.tsx'
import { words } from './words.ts'

export function AsCards({ page, views, onOpen, onWindow }: ArrangementProps): ReactNode {
  return (
    <>
      {page.curriculum.groups.map((group) => {
        const its = views.filter(({ item }) => item.groupCode === group.code)
        return its.length === 0 ? null : (
          <section key={group.code}>
            <h2>{group.title}</h2>
            <ul className={styles['cards']}>
              {its.map((view) => (
                <li key={view.item.code} className={styles['itemCard']}>
                  <UnstyledButton onClick={() => onOpen(view.item.code)}>
                    <b>{view.item.code}</b> {view.item.title}
                  </UnstyledButton>
                  <dl>
                    <dt>{words.columns.self}</dt>
                    <dd>{view.self === null ? '–' : shortLevel(view.self)}</dd>
                    <dt>{words.columns.signed}</dt>
                    <dd>
                      <SignedWords view={view} />
                    </dd>
                    <dt>{words.columns.expected}</dt>
                    <dd>{view.expected === null ? '–' : shortLevel(view.expected)}</dd>
                  </dl>
                  <div className={styles['cardFoot']}>
                    <LevelTrack view={view} />
                    <Meter pieces={view.state.links} />
                    <span className={styles['acts']}>
                      <ItemActs view={view} mayAssess={page.can.assess === null} onWindow={onWindow} />
                    </span>
                  </div>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}
