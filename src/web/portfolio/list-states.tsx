import { Button, Skeleton } from '@mantine/core'
import IconMoodSearch from '@tabler/icons-react/dist/esm/icons/IconMoodSearch.mjs'
import IconNotebook from '@tabler/icons-react/dist/esm/icons/IconNotebook.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import IconZoomQuestion from '@tabler/icons-react/dist/esm/icons/IconZoomQuestion.mjs'
import { Link } from '@tanstack/react-router'
import { sayFault } from '#web/platform/call.ts'
import { State } from '#web/ui/state.tsx'
import styles from './list-states.module.css'
import { NewItemButton } from './new-item-button.tsx'
import { words } from './words.ts'

interface EmptyListProps {
  readonly bin: boolean
  readonly narrowed: boolean
  readonly onClear: () => void
  readonly onOpen: (id: string) => void
}

export function EmptyList({ bin, narrowed, onClear, onOpen }: EmptyListProps) {
  if (bin) return <State icon={<IconTrash size={28} />} title={words.bin.empty} text={words.bin.explain} />
  if (narrowed) {
    return (
      <State icon={<IconMoodSearch size={28} />} title={words.empty.noMatch} text={words.empty.noMatchText}>
        <Button variant="default" onClick={onClear}>
          {words.empty.clear}
        </Button>
      </State>
    )
  }
  return (
    <State icon={<IconNotebook size={28} />} title={words.empty.title} text={words.empty.text}>
      <NewItemButton onOpen={onOpen} name={words.empty.first} />
      <Button component={Link} to="/import" variant="subtle">
        {words.empty.bringIn}
      </Button>
    </State>
  )
}

export function ListFault({ fault, onRetry }: { readonly fault: unknown; readonly onRetry: () => void }) {
  return (
    <State alert icon={<IconPlugConnectedX size={28} />} title={words.fault.list} text={`${sayFault(fault)} ${words.fault.listText}`}>
      <Button onClick={onRetry}>{words.retry}</Button>
    </State>
  )
}

/** An address that cannot be read says what of it is wrong, and offers the whole portfolio. */
export function FaultyAddress({ fault }: { readonly fault: string }) {
  return (
    <State alert icon={<IconZoomQuestion size={28} />} title={words.fault.title} text={`${fault} ${words.fault.text}`}>
      <Button component={Link} to="/portfolio">
        {words.fault.on}
      </Button>
    </State>
  )
}

/** As high as the rows it stands for, so that nothing jumps when they come. */
export function TableSkeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label={words.loading}>
      {Array.from({ length: 12 }, (_, n) => (
        <div key={n} className={styles.bar}>
          <Skeleton height={12} width={`${38 + ((n * 17) % 30)}%`} />
          <Skeleton height={12} width="12%" />
          <Skeleton height={12} width="8%" />
        </div>
      ))}
    </div>
  )
}
