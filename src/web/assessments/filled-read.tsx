import type { ReactNode } from 'react'
import type { Filled } from '#domain/assessments/filled.ts'
import styles from './forms.module.css'

/** What a form says, as others read it where it is shared or evidence; `none` where it says nothing. */
export function FilledRead({ filled, none }: { readonly filled: Filled; readonly none: string }): ReactNode {
  const sections = filled.sections.filter(({ answers }) => answers.length > 0)
  if (sections.length === 0) return <p className={styles['quiet']}>{none}</p>
  return (
    <dl className={styles['read']}>
      {sections.flatMap((section) =>
        section.answers.map(({ label, lines }) => (
          <div key={`${section.title} ${label}`}>
            <dt>{label}</dt>
            <dd dir="auto">{lines.join('\n')}</dd>
          </div>
        )),
      )}
    </dl>
  )
}
