import { Button, Text, Textarea } from '@mantine/core'
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs'
import { useRef, useState, type ReactNode } from 'react'
import classes from './copy-field.module.css'
import { words } from './words.ts'

interface Props {
  readonly label: string
  readonly text: string
  /** What the button that copies it is called. */
  readonly button: string
  readonly placeholder?: string
}

/** A text to be taken elsewhere. Where the browser keeps the clipboard to itself, it is selected to be copied by hand. */
export function CopyField({ label, text, button, placeholder = '' }: Props): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState('')
  const copy = async () => {
    setSaid('')
    try {
      await navigator.clipboard.writeText(text)
      setSaid(words.copied)
    } catch {
      field.current?.focus()
      field.current?.select()
      setSaid(words.copyYourself)
    }
  }
  return (
    <div className={classes['field']}>
      <Textarea
        ref={field}
        label={label}
        readOnly
        autosize
        minRows={2}
        value={text}
        placeholder={placeholder}
        classNames={{ input: classes['text'] ?? '' }}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div className={classes['foot']}>
        <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} disabled={text === ''} onClick={() => void copy()}>
          {button}
        </Button>
        <Text size="sm" role="status">
          {said}
        </Text>
      </div>
    </div>
  )
}
