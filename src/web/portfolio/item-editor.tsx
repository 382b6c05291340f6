import { Alert, Button, Tabs } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { v7 as newId } from 'uuid'
import { copyItem, type Item } from '#domain/portfolio/contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { patiently } from '#web/ui/patiently.ts'
import { DetailsTab } from './details-tab.tsx'
import { FilesTab } from './files-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { focusIfLost } from './focus-if-lost.ts'
import { ImpactTab } from './impact-tab.tsx'
import { sayFailed, useBin } from './item-acts.ts'
import styles from './item-window.module.css'
import { itemSaved } from './portfolio-queries.ts'
import { useItemForm, type ItemEditing } from './use-item-form.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const LinksTab = lazy(patiently(() => import('#web/curriculum/links-tab.tsx')))
const ConflictWindow = lazy(patiently(() => import('./conflict-window.tsx')))
const say = windowWords.item
const TABS = ['details', 'impact', 'files', 'curriculum', 'history'] as const

interface ItemEditorProps {
  readonly item: Item
  readonly tab: string | undefined
  readonly onTab: (tab: string | undefined) => void
  readonly onUnsaved: (unsaved: boolean) => void
  readonly onGo: (id: string) => void
  readonly onClose: () => void
}

/** The tabs of an item, what is typed in them, and saving it. */
export function ItemEditor({ item, tab, onTab, onUnsaved, onGo, onClose }: ItemEditorProps) {
  const editing = useItemForm(item)
  const { dirty, save, saving, faults, refused } = editing
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => onUnsaved(dirty), [dirty, onUnsaved])
  // Where there is a curriculum to link it to (P10).
  const tabs = TABS.filter((one) => one !== 'curriculum' || item.can.link)
  const shown = tabs.find((one) => one === tab) ?? 'details'
  const writable = item.can.write && item.binnedAt === null

  // Whoever saves what cannot be saved goes on at the first field at fault, on whichever tab it is.
  const seen = useRef(refused)
  useEffect(() => {
    if (seen.current === refused) return
    const paths = Object.keys(faults)
    const at = paths.some((path) => !ON_IMPACT.has(path)) ? 'details' : 'impact'
    if (shown !== at && paths.length > 0) return onTab(at === 'details' ? undefined : at)
    seen.current = refused
    form.current?.querySelector<HTMLElement>('[role="tabpanel"] [aria-invalid="true"]')?.focus()
  }, [refused, faults, shown, onTab])

  const tabFocus = () => focusIfLost(() => form.current?.querySelector('[role="tab"][aria-selected="true"]'))
  return (
    <form
      ref={form}
      noValidate
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && (event.key === 's' || event.key === 'Enter')) {
          event.preventDefault()
          save()
        }
      }}
    >
      {item.binnedAt !== null && <BinNotice item={item} onClose={onClose} />}
      {!item.can.write && <div className={styles.notice}>{say.readOnly}</div>}
      {editing.restored && dirty && (
        <div className={styles.notice} role="status">
          {say.draftBack}
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              editing.discard()
              tabFocus()
            }}
          >
            {say.discard}
          </Button>
        </div>
      )}
      {editing.earlier && (
        <div className={styles.notice} role="status">
          {say.earlier}
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              editing.bringBack()
              tabFocus()
            }}
          >
            {say.bringBack}
          </Button>
        </div>
      )}
      <Tabs
        value={shown}
        onChange={(next) => onTab(next === 'details' || next === null ? undefined : next)}
        className={styles.tabs ?? ''}
        keepMounted={false}
      >
        <Tabs.List className={styles.tabList ?? ''}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {say.tabs[one]}
              {one === 'files' && item.files.length > 0 && (
                <span className={styles.count} aria-hidden>
                  {item.files.length}
                </span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="details" className={styles.panel ?? ''}>
          <DetailsTab item={item} editing={editing} writable={writable} />
        </Tabs.Panel>
        <Tabs.Panel value="impact" className={styles.panel ?? ''}>
          <ImpactTab item={item} editing={editing} writable={writable} />
        </Tabs.Panel>
        <Tabs.Panel value="files" className={styles.panel ?? ''}>
          <FilesTab item={item} writable={writable} />
        </Tabs.Panel>
        <Tabs.Panel value="curriculum" className={styles.panel ?? ''}>
          <Suspense fallback={null}>
            <LinksTab ownerId={item.ownerId} itemId={item.id} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history" className={styles.panel ?? ''}>
          <HistoryTab item={item} />
        </Tabs.Panel>
      </Tabs>
      {editing.fault !== null && (
        <Alert color="red" role="alert" mx="md" mb="xs" p="xs">
          {editing.fault}
        </Alert>
      )}
      {writable && (
        <div className={styles.foot}>
          <Acts item={item} editing={editing} onGo={onGo} onClose={onClose} />
          <div className={styles.side} data-end>
            {dirty ? (
              <span className={styles.dot}>{say.unsaved}</span>
            ) : (
              editing.saved && (
                <span className={styles.quiet} role="status">
                  {say.saved}
                </span>
              )
            )}
            <DraftMark state={dirty ? editing.draftState : 'none'} />
            <Button type="submit" loading={saving} disabled={!dirty} title={say.saveHint}>
              {say.save}
            </Button>
          </div>
        </div>
      )}
      {editing.conflict !== null && (
        <Suspense fallback={null}>
          <ConflictWindow conflict={editing.conflict} saving={saving} onChoose={editing.resolve} onCancel={editing.leaveConflict} />
        </Suspense>
      )}
    </form>
  )
}

/** Fields on the tab 'Impact'; all others are on 'Details'. */
const ON_IMPACT: ReadonlySet<string> = new Set(['practiceBefore', 'practiceAfter', 'practiceChanges', 'impact'])

interface ActsProps extends Pick<ItemEditorProps, 'item' | 'onGo' | 'onClose'> {
  readonly editing: ItemEditing
}

function Acts({ item, editing, onGo, onClose }: ActsProps) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const { bin } = useBin()
  const copy = useMutation({
    mutationFn: (id: string) => call(copyItem, { params: { ownerId, id: item.id }, body: { id } }),
    onSuccess: (made) => {
      itemSaved(client, made)
      notifications.show({ message: say.copied })
      onGo(made.id)
    },
    onError: sayFailed,
  })
  return (
    <div className={styles.side}>
      <Button
        variant="subtle"
        color="gray"
        px="xs"
        leftSection={<IconCopy size={16} aria-hidden />}
        loading={copy.isPending}
        // The copy is of what is in the fields, so that is saved first.
        onClick={() => editing.save(() => copy.mutate(newId()))}
      >
        {say.copy}
      </Button>
      {item.can.closed['bin'] !== undefined && <MayNot reason={item.can.closed['bin']} />}
      {item.can.bin && (
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => {
            bin.mutate([item.id])
            onClose()
          }}
        >
          {say.bin}
        </Button>
      )}
    </div>
  )
}

function BinNotice({ item, onClose }: { readonly item: Item; readonly onClose: () => void }) {
  const { restore } = useBin()
  return (
    <div className={styles.notice} role="status">
      {say.inBin}
      <Button
        size="compact-sm"
        onClick={() => {
          restore.mutate([item.id])
          onClose()
        }}
      >
        {words.bulk.restore}
      </Button>
    </div>
  )
}
