import { ActionIcon, Checkbox, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { longDate } from '#domain/plain-date.ts'
import type { Item } from '#domain/portfolio/contract.ts'
import { GIVEN_TYPES, isWebAddress } from '#domain/portfolio/item.ts'
import { TYPE_WORDS, sayAmount } from '#domain/portfolio/words.ts'
import { ItemSync } from '#web/connections/item-sync.tsx'
import { useCatalogue } from '#web/platform/queries.ts'
import { ItemAppraisal } from '#web/reviews/item-appraisal.tsx'
import { ItemObjectives } from '#web/reviews/item-objectives.tsx'
import { GuardedLine } from '#web/ui/guarded-line.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { isOurs } from './columns.tsx'
import { CreditsField } from './credits-field.tsx'
import { DayField } from './day-field.tsx'
import { guardOf } from './guard-of.ts'
import { useLens } from './lens.ts'
import { TagPicker } from './tag-picker.tsx'
import { STATUS_CHOICES, statusOf, TYPE_CHOICES, typeOf } from './type-choices.ts'
import type { ItemEditing } from './use-item-form.ts'
import { words } from './words.ts'

const say = words.fields

export interface TabProps {
  readonly item: Item
  readonly editing: ItemEditing
  readonly writable: boolean
}

/** Why a field is closed, beside a lock (A8, C3, P4). */
const closedWords = (reason: string | undefined) =>
  reason === undefined ? undefined : (
    <span>
      <IconLock size={12} aria-hidden style={{ verticalAlign: '-1px' }} /> {reason}
    </span>
  )

export function DetailsTab({ item, editing: { form, faults, change }, writable }: TabProps) {
  const lens = useLens()
  const closed = item.can.closed
  const shut = (field: string) => !writable || closed[field] !== undefined
  const types =
    form.type !== null && GIVEN_TYPES.has(form.type) ? [{ value: form.type, label: TYPE_WORDS[form.type] }, ...TYPE_CHOICES] : TYPE_CHOICES
  const title = useRef<HTMLInputElement>(null)
  const guard = guardOf({ kind: item.kind, form, change })
  return (
    <Stack gap="md">
      <TextInput
        label={say.title}
        required
        ref={title}
        value={form.title}
        error={faults['title']}
        disabled={shut('title')}
        description={closedWords(closed['title'])}
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      {!shut('title') && <GuardedLine label={say.title} text={form.title} input={title} {...guard('title')} />}
      <TagPicker
        value={form.tags}
        typing={form.typing}
        disabled={shut('tags')}
        onChange={(tags) => change({ tags })}
        onTyping={(typing) => change({ typing })}
      />
      {!shut('tags') && <GuardedLine label={words.tags} text={form.tags.map(({ label }) => label).join(', ')} kind="anything else" />}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
        <NativeSelect
          label={say.type}
          data={types}
          value={form.type ?? ''}
          disabled={shut('type')}
          description={closedWords(closed['type'])}
          onChange={({ currentTarget }) => change({ type: typeOf(currentTarget.value) })}
        />
        <NativeSelect
          label={say.status}
          data={STATUS_CHOICES}
          value={form.status}
          disabled={shut('status')}
          description={closedWords(closed['status'])}
          error={faults['status']}
          onChange={({ currentTarget }) => change({ status: statusOf(currentTarget.value) })}
        />
        <DayField
          label={say.started}
          typed={form.startedOn}
          placeholder={words.dates.hint}
          fault={faults['startedOn']}
          disabled={shut('startedOn')}
          onTyped={(startedOn) => change({ startedOn })}
        />
        <DayField
          label={say.completed}
          typed={form.completedOn}
          placeholder={words.dates.hint}
          fault={faults['completedOn']}
          disabled={shut('completedOn')}
          onTyped={(completedOn) => change({ completedOn })}
        />
      </SimpleGrid>
      <TextInput
        label={say.link}
        type="url"
        inputMode="url"
        placeholder="https://"
        value={form.link}
        error={faults['link']}
        disabled={shut('link')}
        description={closedWords(closed['link'])}
        onChange={({ currentTarget }) => change({ link: currentTarget.value })}
        rightSection={
          isOurs(form.link) ? (
            <ActionIcon component={Link} to={form.link} variant="subtle" aria-label={say.openModule} title={say.openModule}>
              <IconSchool size={16} aria-hidden />
            </ActionIcon>
          ) : isWebAddress(form.link.trim()) ? (
            <ActionIcon
              component="a"
              href={form.link.trim()}
              target="_blank"
              rel="noopener noreferrer"
              variant="subtle"
              aria-label={say.openLink}
              title={say.openLink}
            >
              <IconExternalLink size={16} aria-hidden />
            </ActionIcon>
          ) : undefined
        }
      />
      <Awards item={item} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
        <CreditsField
          label={say.personal(lens.unit.many)}
          typed={form.personal}
          fault={faults['personal']}
          disabled={shut('personal')}
          description={closedWords(closed['personal'])}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          onTyped={(personal) => change({ personal })}
        />
        <TextInput
          label={say.reason}
          placeholder={say.reasonHint}
          maxLength={1000}
          value={form.personalReason}
          error={faults['personalReason']}
          disabled={shut('personalReason') || shut('personal')}
          onChange={({ currentTarget }) => change({ personalReason: currentTarget.value })}
        />
      </SimpleGrid>
      <CreditKinds form={form} change={change} disabled={shut('creditKind')} />
      <GuardedText
        label={say.notes}
        minRows={3}
        maxRows={16}
        value={form.notes}
        error={faults['notes']}
        disabled={shut('notes')}
        onText={(notes) => change({ notes })}
        {...guard('notes')}
      />
      {item.binnedAt === null && (
        <>
          <ItemSync item={item} />
          <ItemObjectives id={item.id} />
          <ItemAppraisal id={item.id} />
        </>
      )}
      <Text size="xs" c="dimmed">
        {words.fields.counts(longDate(item.learnedOn))}
      </Text>
    </Stack>
  )
}

function Awards({ item }: { readonly item: Item }) {
  const catalogue = useCatalogue()
  const lens = useLens()
  if (item.awards.length === 0) return null
  return (
    <Text size="sm">
      {say.awarded}:{' '}
      {item.awards
        .map(({ accreditorId, amount }) => {
          const name = catalogue?.accreditors.find(({ id }) => id === accreditorId)?.name ?? accreditorId
          return `${name} ${sayAmount(amount, accreditorId === lens.accreditorId ? lens.awardUnit : lens.unit)}`
        })
        .join(' · ')}
    </Text>
  )
}

/** What schemes set minima and caps by (C13). */
function CreditKinds({ form, change, disabled }: Pick<ItemEditing, 'form' | 'change'> & { readonly disabled: boolean }) {
  const kind = form.creditKind
  const choices = (all: Readonly<Record<string, string>>) => [
    { value: '', label: say.unsaid },
    ...Object.entries(all).map(([value, label]) => ({ value, label })),
  ]
  return (
    <Fieldset legend={say.kinds} disabled={disabled} p="sm">
      <Group align="flex-end" gap="md">
        <NativeSelect
          label={say.clinical}
          data={choices(say.clinicalWords)}
          value={kind.clinical ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({
              creditKind: { ...kind, clinical: value === 'clinical' || value === 'non-clinical' ? value : null },
            })
          }
        />
        <NativeSelect
          label={say.setting}
          data={choices(say.settingWords)}
          value={kind.setting ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({
              creditKind: {
                ...kind,
                setting: value === 'external' || value === 'internal' || value === 'personal' ? value : null,
              },
            })
          }
        />
        <Checkbox
          label={say.participatory}
          checked={kind.participatory}
          mb={8}
          onChange={({ currentTarget }) => change({ creditKind: { ...kind, participatory: currentTarget.checked } })}
        />
      </Group>
    </Fieldset>
  )
}
