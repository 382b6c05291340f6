import { Button, Collapse, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import IconChevronUp from '@tabler/icons-react/dist/esm/icons/IconChevronUp.mjs'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { EMPTY_FIELDS } from '#domain/portfolio/item.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useToday } from '#web/platform/zone.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { GuardedLine } from '#web/ui/guarded-line.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { BeganEarlier } from './began-earlier.tsx'
import { CreditsField } from './credits-field.tsx'
import { DayField } from './day-field.tsx'
import { guardOf } from './guard-of.ts'
import { isDirty, ItemForm, readForm, type Faults } from './item-form.ts'
import { useLens } from './lens.ts'
import { notifyWithAct } from './notify.tsx'
import { Photograph } from './photograph.tsx'
import { itemSaved } from './portfolio-queries.ts'
import { progressed, progressFault } from './progress-fields.ts'
import { recorder } from './record-item.ts'
import { NOTHING_TYPED, withTyped } from './tag-options.ts'
import { TagPicker } from './tag-picker.tsx'
import { TYPE_CHOICES, STATUS_CHOICES, typeOf, statusOf } from './type-choices.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.newItem

const EMPTY: ItemForm = {
  ...EMPTY_FIELDS,
  title: '',
  startedOn: '',
  completedOn: '',
  personal: '',
  impact: '',
  tags: [],
  typing: NOTHING_TYPED,
  reasons: {},
}
const Kept = z.object({ form: ItemForm, id: z.uuid() })
/** The opened part of the form takes a moment to be there. */
const LOOKS_MS = [0, 60, 300]

interface NewItemFormProps {
  /** The name of its draft, which ends in the id of the item to be. */
  readonly name: string
  /** The name was made just now. */
  readonly fresh: boolean
  readonly takeFocus: boolean
  readonly offer: ReactNode
  /** What is typed, by its title; null where nothing is. */
  readonly onTyped: (title: string | null) => void
  readonly onStartOver: () => void
  readonly onRecorded: () => void
  readonly onClose: () => void
  readonly onOpen: (id: string) => void
}

/** A title, and whatever else is known already (P2). */
export function NewItemForm({ name, fresh, takeFocus, offer, onTyped, onStartOver, onRecorded, onClose, onOpen }: NewItemFormProps) {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const today = useToday()
  const lens = useLens()
  const [form, setForm] = useState(EMPTY)
  // Made once for this form, so that a repeated send makes no second row.
  const [id, setId] = useState<string>(() => name.split('/')[1] ?? newId())
  const [more, setMore] = useState(false)
  const [faults, setFaults] = useState<Faults>({})
  const element = useRef<HTMLFormElement>(null)
  const title = useRef<HTMLInputElement>(null)
  const formNow = useRef(form)
  const [send] = useState(() => recorder(ownerId))
  const dirty = isDirty(form, EMPTY)
  const draft = useDraft(
    name,
    { title: form.title, form, id },
    {
      enabled: dirty,
      fresh,
      onRestore: (kept) => {
        const read = Kept.safeParse(kept)
        if (!read.success) return
        setForm(read.data.form)
        setId(read.data.id)
        setMore(isDirty({ ...read.data.form, title: '' }, EMPTY))
      },
    },
  )
  useEffect(() => {
    formNow.current = form
  })
  useEffect(() => onTyped(dirty ? form.title : null), [dirty, form.title, onTyped])
  useEffect(() => {
    if (takeFocus) title.current?.focus()
  }, [takeFocus])

  const change = (to: Partial<ItemForm>) => {
    setForm((now) => progressed({ ...now, ...to }, to, now, today))
    setFaults((now) => Object.fromEntries(Object.entries(now).filter(([path]) => !(path in to))))
  }
  const refuse = (wrong: Faults) => {
    setFaults(wrong)
    setMore((now) => now || Object.keys(wrong).some((path) => path !== 'title'))
    let left = document.activeElement
    for (const ms of LOOKS_MS) {
      setTimeout(() => {
        // Whoever has gone on to a field meanwhile is not pulled away from it.
        if (document.activeElement !== left && document.activeElement !== document.body) return
        element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
        left = document.activeElement
      }, ms)
    }
  }
  const record = useMutation({
    mutationFn: async () => {
      for (;;) {
        const sent = formNow.current
        const read = readForm(sent, today)
        const late = progressFault(sent, today)
        if ('faults' in read || late !== null) {
          refuse({ ...('faults' in read ? read.faults : {}), ...(late === null ? {} : { [late.path]: late.message }) })
          return null
        }
        const item = await send(id, read.fields, withTyped(sent.tags, sent.typing), sent.reasons)
        // What was typed meanwhile belongs to the item too.
        if (!isDirty(formNow.current, sent)) return item
      }
    },
    onSuccess: (item) => {
      if (item === null) return
      void draft.discard()
      itemSaved(client, item)
      notifyWithAct({
        kind: 'recorded',
        message: say.recorded(item.title),
        own: [item.title],
        act: words.open,
        onAct: () => onOpen(item.id),
      })
      onRecorded()
    },
    onError: (fault) => {
      if (fault instanceof CallFault && fault.fields.length > 0) {
        refuse(Object.fromEntries(fault.fields.map(({ path, message }) => [path, message])))
      }
    },
  })
  const guard = guardOf({ kind: 'own', form, change })
  return (
    <form
      ref={element}
      noValidate
      data-window="new-item"
      onSubmit={(event) => {
        event.preventDefault()
        if (!record.isPending) record.mutate()
      }}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && (event.key === 's' || event.key === 'Enter')) {
          event.preventDefault()
          if (!record.isPending) record.mutate()
        }
      }}
    >
      <Stack gap="sm">
        {offer}
        {draft.earlier && <BeganEarlier text={windowWords.item.earlier} onBringBack={draft.bringBack} />}
        <TextInput
          label={say.titleLabel}
          placeholder={say.titleHint}
          size="md"
          required
          data-autofocus
          ref={title}
          value={form.title}
          error={faults['title']}
          onChange={({ currentTarget }) => change({ title: currentTarget.value })}
        />
        <GuardedLine label={say.titleLabel} text={form.title} input={title} {...guard('title')} />
        <TagPicker value={form.tags} typing={form.typing} onChange={(tags) => change({ tags })} onTyping={(typing) => change({ typing })} />
        <Collapse expanded={more}>
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
              <NativeSelect
                label={words.fields.type}
                data={TYPE_CHOICES}
                value={form.type ?? ''}
                onChange={({ currentTarget }) => change({ type: typeOf(currentTarget.value) })}
              />
              <NativeSelect
                label={words.fields.status}
                data={STATUS_CHOICES}
                value={form.status}
                onChange={({ currentTarget }) => change({ status: statusOf(currentTarget.value) })}
              />
              <DayField
                label={words.fields.started}
                typed={form.startedOn}
                placeholder={words.dates.hint}
                fault={faults['startedOn']}
                onTyped={(startedOn) => change({ startedOn })}
              />
              <DayField
                label={words.fields.completed}
                typed={form.completedOn}
                placeholder={words.dates.hint}
                fault={faults['completedOn']}
                onTyped={(completedOn) => change({ completedOn })}
              />
              <CreditsField
                label={words.fields.personal(lens.unit.many)}
                typed={form.personal}
                fault={faults['personal']}
                onTyped={(personal) => change({ personal })}
              />
              <TextInput
                label={words.fields.link}
                type="url"
                placeholder="https://"
                value={form.link}
                error={faults['link']}
                onChange={({ currentTarget }) => change({ link: currentTarget.value })}
              />
            </SimpleGrid>
            <GuardedText
              label={words.fields.notes}
              minRows={2}
              maxRows={10}
              value={form.notes}
              error={faults['notes']}
              onText={(notes) => change({ notes })}
              {...guard('notes')}
            />
          </Stack>
        </Collapse>
        {record.isError && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {sayFault(record.error)}
          </Text>
        )}
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Button
              variant="subtle"
              color="gray"
              px="xs"
              aria-expanded={more}
              leftSection={more ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
              onClick={() => setMore((now) => !now)}
            >
              {more ? say.less : say.more}
            </Button>
            <Photograph
              variant="subtle"
              color="gray"
              px="xs"
              onOpen={onOpen}
              typed={form}
              onRecorded={(whole) => {
                if (whole) void draft.discard()
                onClose()
              }}
            />
          </Group>
          <Group gap="sm" ml="auto">
            <DraftMark state={draft.state} />
            {draft.restored && (
              <Button
                variant="subtle"
                color="gray"
                px="xs"
                onClick={() => {
                  void draft.discard()
                  onStartOver()
                }}
              >
                {say.startOver}
              </Button>
            )}
            <Button type="submit" loading={record.isPending}>
              {say.record}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
