import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import type { ReactNode } from 'react'
import type { Unkept } from './answer-keeper.ts'
import styles from './reader.module.css'
import { words } from './words.ts'

const say = words.final

/** Whether what was answered is kept, quietly. Only bad news is read out. */
export function KeptMark({ unkept: { waiting, failing }, any }: { readonly unkept: Unkept; readonly any: boolean }): ReactNode {
  const bad = failing && waiting.size > 0
  return (
    <span className={styles.kept} data-bad={bad || undefined} role="status" aria-live={bad ? 'polite' : 'off'}>
      {waiting.size > 0 ? (
        bad ? (
          say.notKept
        ) : (
          say.keeping
        )
      ) : any ? (
        <>
          <IconCheck size={15} aria-hidden /> {say.kept}
        </>
      ) : null}
    </span>
  )
}
