import { Button, Group, Text, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { rateTopic } from '#domain/help/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import classes from './help-window.module.css'
import { words } from './words.ts'

/** Asks whether a topic helped. 'Yes' is one click; 'no' may say what was missing (H1). */
export function DidItHelp({ topic }: { readonly topic: string }): ReactNode {
  const [step, setStep] = useState<'ask' | 'note' | 'thanked'>('ask')
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const send = (helped: boolean) => {
    setFault(null)
    call(rateTopic, { body: { topic, helped, note } })
      .then(() => setStep('thanked'))
      .catch((error: unknown) => setFault(sayFault(error)))
  }
  return (
    <div className={classes['box']} role="group" aria-label={words.didItHelp}>
      {step === 'ask' ? (
        <Group gap="sm">
          <Text size="sm" fw={550}>
            {words.didItHelp}
          </Text>
          <Button variant="default" size="compact-sm" onClick={() => send(true)}>
            {words.yes}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => setStep('note')}>
            {words.no}
          </Button>
        </Group>
      ) : null}
      {step === 'note' ? (
        <>
          <Textarea
            label={words.note}
            description={words.noteHint}
            maxLength={1000}
            autosize
            minRows={2}
            autoFocus
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button size="compact-sm" mt="xs" onClick={() => send(false)}>
            {words.send}
          </Button>
        </>
      ) : null}
      <Text role="status" size="sm">
        {step === 'thanked' ? words.thanks : ''}
      </Text>
      <Text role="alert" size="sm" c="var(--mantine-color-error)">
        {fault}
      </Text>
    </div>
  )
}
