import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CurriculumChange } from '#domain/curriculum/changes.ts'
import styles from './curricula.module.css'
import { words } from './words.ts'

const MOST = 12

/** What an edition changed; many are folded away. */
export function Changes({ changes }: { readonly changes: readonly CurriculumChange[] }): ReactNode {
  const list = (
    <ul className={styles.changes}>
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {`${field}: `}
          <VisuallyHidden>{words.one.was} </VisuallyHidden>
          <del>{before}</del>
          {' → '}
          <VisuallyHidden>{words.one.is} </VisuallyHidden>
          <ins>{after}</ins>
        </li>
      ))}
    </ul>
  )
  if (changes.length <= MOST) return list
  return (
    <details>
      <summary>{words.one.changes(changes.length)}</summary>
      {list}
    </details>
  )
}
