import { ActionIcon, Button, Modal, Skeleton, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconMoodSearch from '@tabler/icons-react/dist/esm/icons/IconMoodSearch.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useCallback, useRef } from 'react'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { ItemEditor } from './item-editor.tsx'
import styles from './item-window.module.css'
import { State } from '#web/ui/state.tsx'
import { itemQuery } from './portfolio-queries.ts'
import { sayKept } from './say-kept.ts'
import { useEscape } from './use-escape.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.item

const PARTS = {
  content: styles.content ?? '',
  header: styles.header ?? '',
  title: styles.title ?? '',
  body: styles.body ?? '',
}

interface ItemWindowProps {
  readonly id: string
  readonly tab: string | undefined
  /** The rows on screen, to go to the one before and the one after. */
  readonly rows: readonly Pick<ItemRow, 'id' | 'title'>[]
  readonly onTab: (tab: string | undefined) => void
  readonly onGo: (id: string) => void
  readonly onClose: () => void
}

/** Everything of one item (P10). Its address opens it again. */
export default function ItemWindow({ id, tab, rows, onTab, onGo, onClose }: ItemWindowProps) {
  const phone = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false })
  const ownerId = usePerson().id
  const item = useQuery(itemQuery(ownerId, id))
  const unsaved = useRef(false)
  const onUnsaved = useCallback((now: boolean) => {
    unsaved.current = now
  }, [])
  const at = rows.findIndex((row) => row.id === id)
  const [before, after] = at === -1 ? [] : [rows[at - 1], rows[at + 1]]
  const leave = () => {
    if (unsaved.current) void sayKept(ownerId, `item/${id}`, say.keptDraft)
    unsaved.current = false
  }
  const go = (to: string) => {
    leave()
    onGo(to)
  }
  const close = () => {
    leave()
    onClose()
  }
  useEscape('item', close)
  const title = item.data?.title ?? rows[at]?.title ?? words.loading
  return (
    <Modal.Root opened onClose={close} size="54rem" fullScreen={phone} yOffset="4vh" classNames={PARTS} closeOnEscape={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{title}</Modal.Title>
          <div className={styles.nav} data-window="item">
            <Go name={say.previous} to={before?.id} onGo={go}>
              <IconChevronLeft size={18} aria-hidden />
            </Go>
            <Go name={say.next} to={after?.id} onGo={go}>
              <IconChevronRight size={18} aria-hidden />
            </Go>
            <Modal.CloseButton aria-label={say.close} />
          </div>
        </Modal.Header>
        <Modal.Body>
          {item.data !== undefined ? (
            <ItemEditor key={item.data.id} item={item.data} tab={tab} onTab={onTab} onUnsaved={onUnsaved} onGo={go} onClose={close} />
          ) : item.isError ? (
            <ItemFault fault={item.error} onRetry={() => void item.refetch()} onClose={close} />
          ) : (
            <Stack p="md" gap="md" mih={420} role="status" aria-label={words.loading}>
              <Skeleton height={36} />
              <Skeleton height={36} width="60%" />
              <Skeleton height={120} />
            </Stack>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

interface GoProps {
  readonly name: string
  readonly to: string | undefined
  readonly onGo: (id: string) => void
  readonly children: React.ReactNode
}

const Go = ({ name, to, onGo, children }: GoProps) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size={32}
    aria-label={name}
    title={name}
    disabled={to === undefined}
    onClick={() => to && onGo(to)}
  >
    {children}
  </ActionIcon>
)

function ItemFault({ fault, onRetry, onClose }: { readonly fault: unknown; readonly onRetry: () => void; readonly onClose: () => void }) {
  if (fault instanceof CallFault && fault.code === 'not_found') {
    return (
      <State alert icon={<IconMoodSearch size={28} />} title={words.fault.gone} text={words.fault.goneText}>
        <Button onClick={onClose}>{words.close}</Button>
      </State>
    )
  }
  return (
    <State alert icon={<IconPlugConnectedX size={28} />} title={words.failed} text={sayFault(fault)}>
      <Button onClick={onRetry}>{words.retry}</Button>
    </State>
  )
}
