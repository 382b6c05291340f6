import IconCircle from '@tabler/icons-react/dist/esm/icons/IconCircle.mjs'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgress.mjs'
import type { Status } from '#domain/portfolio/item.ts'
import { STATUS_WORDS } from '#domain/portfolio/words.ts'
import styles from './status-mark.module.css'

const ICONS = { 'not started': IconCircle, 'in progress': IconProgress, completed: IconCircleCheckFilled } as const

/** A status as a sign and a word, so that colour alone tells nothing. */
export function StatusMark({ status }: { readonly status: Status }) {
  const Icon = ICONS[status]
  return (
    <span className={styles.mark} data-status={status}>
      <Icon size={15} aria-hidden />
      {STATUS_WORDS[status]}
    </span>
  )
}
