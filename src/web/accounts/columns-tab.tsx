import { ActionIcon, Checkbox, Text, VisuallyHidden } from '@mantine/core'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import IconChevronUp from '@tabler/icons-react/dist/esm/icons/IconChevronUp.mjs'
import IconGripVertical from '@tabler/icons-react/dist/esm/icons/IconGripVertical.mjs'
import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react'
import { COLUMNS, type Column } from '#domain/accounts/profile-contract.ts'
import { columnTitle } from '#domain/portfolio/words.ts'
import { useLens } from '#web/portfolio/lens.ts'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'

interface Props {
  readonly columns: readonly Column[]
  readonly onChange: (columns: Column[]) => void
}

const moved = (columns: readonly Column[], column: Column, to: number): Column[] => {
  const rest = columns.filter((one) => one !== column)
  rest.splice(to, 0, column)
  return rest
}

/** A button at the end of the list stays where the keyboard can be, and says that it does nothing. */
const offWhen = (off: boolean) => (off ? { 'data-disabled': true, 'aria-disabled': true } : {})

/** Which columns, in which order: by dragging, by finger or mouse, or by the buttons, which the keyboard reaches (P1, A6). */
export function ColumnsTab({ columns, onChange }: Props): ReactNode {
  const { awardUnit } = useLens()
  const titleOf = (column: Column) => columnTitle(column, awardUnit)
  const [said, setSaid] = useState('')
  const [drag, setDrag] = useState<{ readonly column: Column; readonly to: number } | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const hidden = COLUMNS.filter((column) => !columns.includes(column))

  const move = (column: Column, to: number) => {
    if (to < 0 || to >= columns.length || columns.indexOf(column) === to) return
    onChange(moved(columns, column, to))
    setSaid(words.moved(titleOf(column), to + 1, columns.length))
  }
  // A row that is moved in the page loses the focus, which belongs to the button that was pressed.
  const pressed = useRef<HTMLElement>(null)
  useEffect(() => {
    pressed.current?.focus()
    pressed.current = null
  })
  const press = (button: HTMLElement, column: Column, to: number) => {
    pressed.current = button
    move(column, to)
  }
  const placeAt = (y: number): number => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
    return Math.max(
      0,
      rows.findLastIndex((row) => y >= row.top),
    )
  }
  const dragging = (column: Column) => ({
    onPointerDown(event: PointerEvent) {
      event.currentTarget.setPointerCapture(event.pointerId)
      event.preventDefault()
      setDrag({ column, to: columns.indexOf(column) })
    },
    onPointerMove: (event: PointerEvent) => drag !== null && setDrag({ column, to: placeAt(event.clientY) }),
    onPointerUp() {
      if (drag !== null) move(column, drag.to)
      setDrag(null)
    },
    onPointerCancel: () => setDrag(null),
  })

  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.columnsExplained}
      </Text>
      <Text component="h3" size="sm" fw={600}>
        {words.shown}
      </Text>
      <ul className={classes['list']} ref={list}>
        {columns.map((column, index) => {
          const name = titleOf(column)
          const over = drag?.to === index && drag.column !== column
          return (
            <li
              key={column}
              className={classes['column']}
              data-dragged={drag?.column === column || undefined}
              data-over={over ? (columns.indexOf(drag.column) > index ? 'before' : 'after') : undefined}
            >
              <span className={classes['handle']} title={words.drag(name)} aria-hidden {...dragging(column)}>
                <IconGripVertical size={18} />
              </span>
              <Checkbox
                className={classes['grow'] ?? ''}
                label={column === 'title' ? words.alwaysShown(name) : name}
                checked
                disabled={column === 'title'}
                onChange={() => onChange(columns.filter((one) => one !== column))}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                className={classes['arrow'] ?? ''}
                aria-label={words.up(name)}
                {...offWhen(index === 0)}
                onClick={(event) => press(event.currentTarget, column, index - 1)}
              >
                <IconChevronUp size={18} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                className={classes['arrow'] ?? ''}
                aria-label={words.down(name)}
                {...offWhen(index === columns.length - 1)}
                onClick={(event) => press(event.currentTarget, column, index + 1)}
              >
                <IconChevronDown size={18} />
              </ActionIcon>
            </li>
          )
        })}
      </ul>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {hidden.length === 0 ? null : (
        <>
          <Text component="h3" size="sm" fw={600} mt="md">
            {words.notShown}
          </Text>
          <ul className={classes['list']}>
            {hidden.map((column) => (
              <li key={column} className={classes['column']}>
                <Checkbox label={titleOf(column)} checked={false} onChange={() => onChange([...columns, column])} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
