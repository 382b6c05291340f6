import { Text, Title } from '@mantine/core'
import IconBookmark from '@tabler/icons-react/dist/esm/icons/IconBookmark.mjs'
import { useState, type ReactNode } from 'react'
import { bookmarkletCode } from '#domain/capture/bookmarklet.ts'
import { CopyField } from '#web/ui/copy-field.tsx'
import styles from './tools-page.module.css'
import { words } from './words.ts'

const say = words.tools.bookmark

/** The bookmarklet, to be dragged or copied, and how that goes in each browser (K1). */
export function Bookmarklet({ base }: { readonly base: string }): ReactNode {
  const code = bookmarkletCode(base)
  const [pressed, setPressed] = useState(false)
  return (
    <section className={styles.card} aria-labelledby="bookmark">
      <Title order={2} id="bookmark">
        {say.title}
      </Title>
      <p>{say.drag}</p>
      {/* React lets no code into an address, so that this one is set past it. On this page it does nothing. */}
      <a
        ref={(link) => link?.setAttribute('href', code)}
        className={styles.bookmarklet}
        onClick={(event) => {
          event.preventDefault()
          setPressed(true)
        }}
      >
        <IconBookmark size={17} aria-hidden /> {say.name}
      </a>
      <Text role="status" size="sm" mt={pressed ? 'xs' : 0}>
        {pressed ? say.pressed : ''}
      </Text>
      <p>{say.use}</p>
      <div className={styles.browsers}>
        {say.browsers.map(({ name, steps }) => (
          <div key={name}>
            <Title order={3}>{name}</Title>
            <ol>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
        ))}
      </div>
      <CopyField label={say.code} text={code} button={say.copy} />
      <p className={styles.quiet}>{say.privacy}</p>
    </section>
  )
}
