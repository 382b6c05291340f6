import { Button, CloseButton, Modal, Text, Group } from '@mantine/core'
import IconFileExport from '@tabler/icons-react/dist/esm/icons/IconFileExport.mjs'
import IconRestore from '@tabler/icons-react/dist/esm/icons/IconRestore.mjs'
import IconTag from '@tabler/icons-react/dist/esm/icons/IconTag.mjs'
import IconTagOff from '@tabler/icons-react/dist/esm/icons/IconTagOff.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { lazy, Suspense, useState } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import { MOST_SELECTED, type ItemRow } from '#domain/portfolio/contract.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { sayNumber } from '#domain/say-number.ts'
import { patiently } from '#web/ui/patiently.ts'
import styles from './bulk-bar.module.css'
import { useBin } from './item-acts.ts'
import { words } from './words.ts'

const TagSelection = lazy(patiently(() => import('./tag-selection.tsx')))
const ExportWindow = lazy(patiently(() => import('#web/reports/export-window.tsx')))

interface BulkBarProps {
  readonly rows: readonly ItemRow[]
  readonly bin: boolean
  readonly filters: ItemFilters
  readonly columns: readonly Column[]
  readonly onClear: () => void
}

/** What can be done with the selected rows (P14). */
export function BulkBar({ rows, bin, filters, columns, onClear }: BulkBarProps) {
  const [open, setOpen] = useState<'tag' | 'untag' | 'export' | 'erase' | null>(null)
  const acts = useBin()
  const ids = rows.map((row) => row.id)
  if (rows.length === 0 && open === null) return null
  const tooMany = ids.length > MOST_SELECTED
  const close = () => setOpen(null)
  return (
    <>
      <div role="region" aria-label={words.bulk.region} className={styles.bar}>
        <strong role="status">{words.bulk.chosen(rows.length)}</strong>
        {bin ? (
          <>
            <Act
              icon={<IconRestore size={16} />}
              name={words.bulk.restore}
              onAct={() => {
                acts.restore.mutate(ids, { onSuccess: onClear })
              }}
            />
            <Act icon={<IconTrash size={16} />} name={words.bulk.erase} onAct={() => setOpen('erase')} />
          </>
        ) : (
          <>
            <Act icon={<IconTag size={16} />} name={words.bulk.tag} onAct={() => setOpen('tag')} />
            <Act icon={<IconTagOff size={16} />} name={words.bulk.untag} onAct={() => setOpen('untag')} />
            <Act
              icon={<IconFileExport size={16} />}
              name={words.bulk.export}
              {...(tooMany ? { off: words.bulk.exportMost(sayNumber(MOST_SELECTED)) } : {})}
              onAct={() => setOpen('export')}
            />
            <Act
              icon={<IconTrash size={16} />}
              name={words.bulk.bin}
              onAct={() => {
                acts.bin.mutate(ids, { onSuccess: onClear })
              }}
            />
          </>
        )}
        {tooMany && !bin && <span className={styles.most}>{words.bulk.exportMost(sayNumber(MOST_SELECTED))}</span>}
        <CloseButton aria-label={words.bulk.none} onClick={onClear} />
      </div>
      <Suspense fallback={null}>
        {(open === 'tag' || open === 'untag') && <TagSelection rows={rows} untag={open === 'untag'} onClose={close} />}
        {open === 'export' && <ExportWindow filters={filters} columns={columns} rows={rows.length} only={ids} onClose={close} />}
      </Suspense>
      <EraseWindow
        opened={open === 'erase'}
        n={rows.length}
        onClose={close}
        onErase={() => {
          acts.erase.mutate(ids, { onSuccess: onClear })
          close()
        }}
      />
    </>
  )
}

interface ActProps {
  readonly icon: React.ReactNode
  readonly name: string
  /** Why it cannot be done now. */
  readonly off?: string
  readonly onAct: () => void
}

function Act({ icon, name, off, onAct }: ActProps) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      h={32}
      leftSection={<span aria-hidden>{icon}</span>}
      disabled={off !== undefined}
      title={off}
      onClick={onAct}
    >
      {name}
    </Button>
  )
}

interface EraseWindowProps {
  readonly opened: boolean
  readonly n: number
  readonly onClose: () => void
  readonly onErase: () => void
}

export function EraseWindow({ opened, n, onClose, onErase }: EraseWindowProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.bin.confirm(n)} size="sm" centered>
      <Text size="sm">{words.bin.confirmText}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.cancel}
        </Button>
        <Button color="red" onClick={onErase}>
          {words.bulk.erase}
        </Button>
      </Group>
    </Modal>
  )
}
