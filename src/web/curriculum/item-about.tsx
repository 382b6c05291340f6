import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CurriculumPage } from '#domain/curriculum/contract.ts'
import type { ShownItem } from '#domain/curriculum/curriculum-shown.ts'
import styles from './curriculum.module.css'
import { CertaintyMark } from './marks.tsx'
import { words } from './words.ts'

const say = words.aboutWindow

/** What the 'i' opens: description, levels, suitable evidence and what each year expects, each with how sure it is (T7). */
export function AboutWindow({
  item,
  page,
  onClose,
}: {
  readonly item: ShownItem
  readonly page: CurriculumPage
  readonly onClose: () => void
}): ReactNode {
  const group = page.curriculum.groups.find(({ code }) => code === item.groupCode)
  const levelOf = (code: string) => item.levels.find((level) => level.code === code)
  return (
    <Modal opened onClose={onClose} title={`${item.code} ${item.title}`} size="42rem">
      <div className={styles['about']}>
        <p className={styles['quiet']}>
          {group?.title}
          {page.curriculum.codesAreOurs ? ` · ${words.codesAreOurs}` : ''}
        </p>
        {item.note === null ? null : <p>{item.note}</p>}
        {item.descriptors === null ? null : <Listed title={say.looksFor} part={item.descriptors} />}
        <section>
          <h3>{say.levels(item.scaleTitle)}</h3>
          <ol className={styles['levels']}>
            {item.levels.map((level) => (
              <li key={level.code}>
                {/^\d+$/.test(level.code) ? <b>{level.code}</b> : null} {level.title}
                {level.needsReason ? <span className={styles['quiet']}> ({say.needsReason.toLowerCase()})</span> : null}
                <CertaintyMark {...level} />
              </li>
            ))}
          </ol>
        </section>
        {item.expected.length === 0 ? null : (
          <section>
            <h3>{say.expected}</h3>
            <dl className={styles['expected']}>
              {item.expected.map((one) => (
                <div key={one.year}>
                  <dt>{one.year}</dt>
                  <dd>
                    {/^\d+$/.test(one.level) ? <b>{one.level}</b> : null} {levelOf(one.level)?.title ?? one.level}
                    {one.isMaintained ? `, ${say.maintained}` : ''}
                    <CertaintyMark certainty={one.certainty} note={one.note} />
                  </dd>
                </div>
              ))}
            </dl>
            {item.proof === null ? null : (
              <p>
                {say.proof(item.proof.atLeast, item.proof.form, item.proof.year, item.proof.byDifferentAssessors)}
                <CertaintyMark {...item.proof} />
              </p>
            )}
          </section>
        )}
        {item.suitableEvidence === null ? null : <Listed title={say.suitable} part={item.suitableEvidence} />}
      </div>
    </Modal>
  )
}

function Listed({ title, part }: { readonly title: string; readonly part: NonNullable<ShownItem['descriptors']> }) {
  const { list, ...mark } = part
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {list.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <CertaintyMark {...mark} />
    </section>
  )
}
