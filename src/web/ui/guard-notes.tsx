import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconShieldLock from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs'
import { useId, useState, type ReactNode } from 'react'
import type { Finding } from '#domain/guard.ts'
import { overrideKey, type GuardOverrides } from '#domain/guard-rules.ts'
import { guardWords as say } from '#domain/guard-words.ts'
import classes from './guarded-text.module.css'

interface GuardNotesProps {
  /** What the field is called, for who hears it. */
  readonly label: string
  readonly text: string
  readonly findings: readonly Finding[]
  /** The field's path, by which its reasons are kept. */
  readonly field?: string
  readonly reasons?: GuardOverrides
  /** Without it a block cannot be kept here. */
  readonly onReasons?: (reasons: GuardOverrides) => void
  /** Selects what was found in its field. */
  readonly onShow?: (finding: Finding) => void
}

const LONGEST = 40
const shortened = (text: string) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`)

/** What the guard found in one field: each rule once, with why, how to say it instead, and where it stands (P18). Nothing where nothing is. */
export function GuardNotes({ label, text, findings, field = '', reasons = {}, onReasons, onShow }: GuardNotesProps): ReactNode {
  const [opened, setOpened] = useState<boolean | null>(null)
  const listId = useId()
  const blocks = findings.filter(({ level, rule }) => level === 'block' && !reasons[overrideKey(field, rule)]?.trim())
  const said =
    blocks.length > 0
      ? (onReasons === undefined ? say.mustGoAll : say.blocked)(blocks.length)
      : findings.length > 0
        ? say.found(findings.length)
        : ''
  const open = opened ?? findings.some(({ level }) => level === 'block')
  const byRule = [...Map.groupBy(findings, ({ rule }) => rule).values()]
  return (
    <>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {findings.length > 0 && (
        <div className={classes['box']} data-block={blocks.length > 0 || undefined} role="group" aria-label={say.list(label)}>
          <div className={classes['head']}>
            {blocks.length > 0 ? <IconShieldLock size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
            <span className={classes['said']}>{said}</span>
            <Button variant="subtle" size="compact-sm" aria-expanded={open} aria-controls={listId} onClick={() => setOpened(!open)}>
              {open ? say.hide : say.look}
            </Button>
          </div>
          <ul className={classes['list']} id={listId} hidden={!open}>
            {byRule.map((some) => (
              <OneRule key={some[0]!.rule} some={some} text={text} {...{ field, reasons, onReasons, onShow }} />
            ))}
          </ul>
          {open && <p className={classes['quiet']}>{say.onDevice}</p>}
        </div>
      )}
    </>
  )
}

interface OneRuleProps {
  readonly some: readonly Finding[]
  readonly text: string
  readonly field: string
  readonly reasons: GuardOverrides
  readonly onReasons: ((reasons: GuardOverrides) => void) | undefined
  readonly onShow: ((finding: Finding) => void) | undefined
}

function OneRule({ some, text, field, reasons, onReasons, onShow }: OneRuleProps): ReactNode {
  const { rule, level, what, why, instead } = some[0]!
  const key = overrideKey(field, rule)
  return (
    <li>
      <p>
        <strong>{what}</strong>
        {level === 'block' && ` – ${onReasons === undefined ? say.mustGoHere : say.mustGo}`}
      </p>
      <div className={classes['spots']}>
        {some.map((finding) => {
          const found = shortened(text.slice(finding.start, finding.end))
          if (onShow === undefined) return <span key={finding.start}>“{found}”</span>
          return (
            <Button
              key={finding.start}
              variant="default"
              size="compact-sm"
              aria-label={say.showThis(what, found)}
              onClick={() => onShow(finding)}
            >
              {say.show} “{found}”
            </Button>
          )
        })}
      </div>
      <p>
        {why} {say.instead} {instead}
      </p>
      {level === 'block' && onReasons !== undefined && (
        <TextInput
          mt={6}
          size="sm"
          label={say.reason(what)}
          description={say.reasonHint}
          maxLength={500}
          value={reasons[key] ?? ''}
          onChange={({ currentTarget }) => onReasons({ ...reasons, [key]: currentTarget.value })}
        />
      )}
    </li>
  )
}
