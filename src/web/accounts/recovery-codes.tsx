import { Button, Group, Text } from '@mantine/core'
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs'
import { useState, type ReactNode } from 'react'
import { usePerson } from '#web/platform/session-store.ts'
import classes from './second-factor.module.css'
import { secondFactorWords as say } from './second-factor-words.ts'

/** Shown once, to be copied, downloaded or printed (A3). On paper nothing else of the page is printed. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }): ReactNode {
  const { email } = usePerson()
  const text = [say.fileHead(email), '', ...codes, ''].join('\n')
  return (
    <div className={classes['codes']}>
      <Text size="sm" mb="sm" tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
        {say.codesLead}
      </Text>
      <p className={classes['onPaper']}>{say.fileHead(email)}</p>
      <ul className={classes['list']} aria-label={say.codesList}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="xs" mt="sm" className={classes['offPaper'] ?? ''}>
        <CopyButton text={text} label={say.copy} />
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => download(text)}>
          {say.download}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {say.print}
        </Button>
      </Group>
      <Group justify="flex-end" mt="lg" className={classes['offPaper'] ?? ''}>
        <Button onClick={onDone}>{say.kept}</Button>
      </Group>
    </div>
  )
}

function download(text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = href
  link.download = say.file
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const [said, setSaid] = useState('')
  const copy = async () => {
    setSaid('')
    await navigator.clipboard.writeText(text).then(
      () => setSaid(say.copied),
      () => setSaid(say.copyYourself),
    )
  }
  return (
    <>
      <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
        {label}
      </Button>
      <Text size="sm" role="status">
        {said}
      </Text>
    </>
  )
}
