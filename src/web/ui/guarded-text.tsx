import { Textarea, type TextareaProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react'
import { findIdentifiers, type Finding } from '#domain/guard.ts'
import type { GuardOverrides, Writing } from '#domain/guard-rules.ts'
import { useToday } from '#web/platform/zone.ts'
import { GuardNotes } from './guard-notes.tsx'
import classes from './guarded-text.module.css'

/** A pause in the typing. */
const PAUSE_MS = 300

/** What the guard finds in a text, looked for at each pause of the typing, on this device. `checked` is the text it was found in. */
export function useGuard(text: string, kind: Writing): { readonly checked: string; readonly findings: readonly Finding[] } {
  const [checked] = useDebouncedValue(text, PAUSE_MS)
  const today = useToday()
  const findings = useMemo(() => findIdentifiers(checked, { kind, today }), [checked, kind, today])
  return { checked, findings }
}

/** Findings of `checked` as they stand in `now`: what the typing since then touched is left out, what comes after it has moved. */
function movedTo(now: string, checked: string, findings: readonly Finding[]): Finding[] {
  if (now === checked) return [...findings]
  const most = Math.min(now.length, checked.length)
  let head = 0
  while (head < most && now[head] === checked[head]) head += 1
  let tail = 0
  while (tail < most - head && now[now.length - 1 - tail] === checked[checked.length - 1 - tail]) tail += 1
  const by = now.length - checked.length
  return findings.flatMap((one) => {
    if (one.end <= head) return [one]
    return one.start >= checked.length - tail ? [{ ...one, start: one.start + by, end: one.end + by }] : []
  })
}

interface GuardedTextProps extends Omit<TextareaProps, 'value' | 'onChange' | 'label'> {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
  readonly kind: Writing
  /** The field's path, by which its reasons are kept. */
  readonly field?: string
  readonly reasons?: GuardOverrides
  readonly onReasons?: (reasons: GuardOverrides) => void
}

/**
 * A text area that marks what could identify a patient as one types, and says under it what it is, why, and how to say it instead (P18).
 * Where `kind` lets a rule block, `onReasons` takes the reasons for keeping it: send them to the server as `overrides`.
 */
export function GuardedText({ label, value, onText, kind, field = '', reasons, onReasons, ...rest }: GuardedTextProps): ReactNode {
  const { checked, findings } = useGuard(value, kind)
  const here = useMemo(() => movedTo(value, checked, findings), [value, checked, findings])
  const area = useRef<HTMLTextAreaElement>(null)
  const behind = useRef<HTMLDivElement>(null)
  const follow = useCallback(() => {
    if (area.current !== null && behind.current !== null) lieUnder(behind.current, area.current)
  }, [])
  useLayoutEffect(follow)
  useLayoutEffect(() => {
    const watched = area.current
    if (watched === null) return
    const observer = new ResizeObserver(follow)
    observer.observe(watched)
    return () => observer.disconnect()
  }, [follow])

  const show = ({ start, end }: Finding) => {
    const field = area.current
    if (field === null) return
    field.focus()
    field.setSelectionRange(start, end)
    const mark = behind.current?.querySelector<HTMLElement>(`[data-start="${start}"]`)
    if (mark) field.scrollTop = Math.max(0, mark.offsetTop - field.clientHeight / 2)
  }
  const withMarks = (input: ReactNode) => (
    <div className={classes['field']}>
      <div ref={behind} className={classes['behind']} aria-hidden>
        {marked(value, here)}
      </div>
      {input}
    </div>
  )
  return (
    <div>
      <Textarea
        autosize
        {...rest}
        ref={area}
        label={label}
        value={value}
        classNames={{ input: classes['clear'] ?? '' }}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
        onScroll={follow}
        inputContainer={withMarks}
      />
      <GuardNotes
        label={label}
        text={value}
        findings={here}
        field={field}
        onShow={show}
        {...(reasons === undefined ? {} : { reasons })}
        {...(onReasons === undefined ? {} : { onReasons })}
      />
    </div>
  )
}

/** The text in pieces, what was found as marks. Findings that lie in one another are one mark. */
function marked(text: string, findings: readonly Finding[]): ReactNode[] {
  const pieces: ReactNode[] = []
  let at = 0
  for (const { start, end, level } of findings) {
    if (start < at) continue
    pieces.push(text.slice(at, start))
    pieces.push(
      <mark key={start} data-start={start} data-block={level === 'block' || undefined}>
        <span>{text.slice(start, end)}</span>
      </mark>,
    )
    at = end
  }
  // A last empty line has its height too.
  return [...pieces, `${text.slice(at)}\n`]
}

const SAME = [
  'fontFamily',
  'fontSize',
  'fontWeight',
  'letterSpacing',
  'lineHeight',
  'paddingTop',
  'paddingLeft',
  'paddingBottom',
  'borderTopWidth',
  'borderLeftWidth',
  'borderBottomWidth',
  'textAlign',
] as const

/** The marks break lines where the field does, and scroll with it. */
function lieUnder(behind: HTMLElement, area: HTMLTextAreaElement): void {
  const look = getComputedStyle(area)
  for (const name of SAME) behind.style[name] = look[name]
  const scrollbar = area.offsetWidth - area.clientWidth - parseFloat(look.borderLeftWidth) - parseFloat(look.borderRightWidth)
  behind.style.borderRightWidth = look.borderRightWidth
  behind.style.paddingRight = `${parseFloat(look.paddingRight) + Math.max(0, scrollbar)}px`
  behind.scrollTop = area.scrollTop
}
