import { Combobox, Pill, PillsInput, Text, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useCatalogue, usePreferences } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { tagsQuery } from './portfolio-queries.ts'
import { NOTHING_TYPED, offerTags, withTyped, type TagOption, type Typing } from './tag-options.ts'
import styles from './tag-picker.module.css'
import { words } from './words.ts'

interface TagPickerProps {
  readonly value: readonly TagOption[]
  readonly onChange: (value: TagOption[]) => void
  readonly typing: Typing
  readonly onTyping: (typing: Typing) => void
  readonly label?: string
  readonly disabled?: boolean
  /** It has the focus, and its list open, at once; without a scroll, as its popover has no place yet. */
  readonly autoFocus?: boolean
  /** Its list is no part of another place: it would close a popover, and stand outside the landmarks of a page. */
  readonly inPlace?: boolean
}

const MOST_IN_A_GROUP = 40

/** Tags to choose, those of ready-made sets grouped by set, or to make by typing (P5, P6). */
export function TagPicker(props: TagPickerProps) {
  const { value, onChange, typing, onTyping, label = words.picker.label, disabled = false, autoFocus = false, inPlace = false } = props
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const tags = useQuery(tagsQuery(usePerson().id)).data?.tags
  const catalogue = useCatalogue()
  const { tagSets } = usePreferences()
  const offer = useCallback(
    (typed: string) =>
      offerTags({
        tags: tags ?? [],
        sets: catalogue?.tagSets.filter((set) => tagSets.includes(set.id)) ?? [],
        chosen: value,
        typed,
        ownTitle: words.picker.own,
        most: MOST_IN_A_GROUP,
      }),
    [tags, catalogue, tagSets, value],
  )
  const { groups, make, named } = useMemo(() => offer(typing.text), [offer, typing.text])
  const options = new Map(groups.flatMap((group) => group.options.map((option) => [option.key, option])))
  if (make !== null) options.set('make', make)

  const take = (tag: TagOption | null) => {
    if (tag !== null) onChange(withTyped(value, { text: '', tag }))
    onTyping(NOTHING_TYPED)
    combobox.closeDropdown()
  }
  const remove = (key: string) => onChange(value.filter((tag) => tag.key !== key))

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(key) => take(options.get(key) ?? null)}
      withinPortal={!inPlace}
      disabled={disabled}
      position="bottom-start"
    >
      <Combobox.DropdownTarget>
        <PillsInput label={label} disabled={disabled} onClick={() => combobox.openDropdown()}>
          <Pill.Group>
            {value.map((tag) => (
              <Pill
                key={tag.key}
                withRemoveButton={!disabled}
                removeButtonProps={{ 'aria-label': words.picker.remove(tag.label), tabIndex: 0, 'aria-hidden': false }}
                onRemove={() => remove(tag.key)}
                className={styles.pill ?? ''}
                {...(tag.setId === null ? {} : { 'data-set': true })}
              >
                {tag.label}
              </Pill>
            ))}
            <Combobox.EventsTarget withExpandedAttribute>
              <PillsInput.Field
                role="combobox"
                aria-autocomplete="list"
                value={typing.text}
                disabled={disabled}
                {...(autoFocus ? { 'data-autofocus': true } : {})}
                placeholder={value.length === 0 ? words.picker.placeholder : ''}
                aria-label={label}
                onFocus={() => autoFocus && combobox.openDropdown()}
                onBlur={({ currentTarget, relatedTarget }) => {
                  combobox.closeDropdown()
                  // Whoever looks into another window comes back to what is typed. A button that sends the form takes it along, and must
                  // not be moved by it under the pointer.
                  const sends = relatedTarget instanceof HTMLButtonElement && relatedTarget.type === 'submit'
                  if (typing.text !== '' && !sends && document.activeElement !== currentTarget) take(named)
                }}
                onChange={({ currentTarget }) => {
                  onTyping({ text: currentTarget.value, tag: offer(currentTarget.value).named })
                  combobox.openDropdown()
                  combobox.updateSelectedOptionIndex()
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Backspace' && typing.text === '' && value.length > 0) remove(value.at(-1)!.key)
                  if (
                    (event.key === 'Enter' || event.key === ',') &&
                    typing.text.trim() !== '' &&
                    combobox.getSelectedOptionIndex() === -1
                  ) {
                    event.preventDefault()
                    take(named)
                  }
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options mah="min(260px, 36dvh)" className={styles.options ?? ''} aria-label={label}>
          {groups.map((group) => (
            <Combobox.Group key={group.id} label={group.title}>
              {group.options.map((option) => (
                <Combobox.Option key={option.key} value={option.key}>
                  {option.setId !== null && <span className={styles.code}>{option.code}</span>}
                  {option.label}
                </Combobox.Option>
              ))}
              {group.hidden > 0 && (
                <Text size="xs" c="dimmed" px="sm" py={4}>
                  {words.picker.tooMany(group.hidden)}
                </Text>
              )}
            </Combobox.Group>
          ))}
          {make !== null && <Combobox.Option value="make">{words.picker.make(make.label)}</Combobox.Option>}
          {options.size === 0 && <Combobox.Empty>{words.picker.nothing}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
