import { Button } from '@mantine/core'
import { openWindow } from '#web/ui/windows.ts'
import { homeWords } from './home-words.ts'
import styles from './home-page.module.css'
import { NewItemButton } from './new-item-button.tsx'
import { words } from './words.ts'

const say = homeWords.first

/** What a new owner does first. Gone once there is an item. */
export function FirstSteps({ onOpen }: { readonly onOpen: (id: string) => void }) {
  return (
    <section className={styles.card} aria-labelledby="first-steps">
      <div className={styles.cardHead}>
        <h2 id="first-steps">{say.title}</h2>
      </div>
      <p className={styles.quiet}>{say.text}</p>
      <ol className={styles.steps}>
        <li>
          <strong>{say.one}</strong>
          <p>{say.oneText}</p>
          <NewItemButton onOpen={onOpen} name={words.empty.first} />
        </li>
        <li>
          <strong>{say.two}</strong>
          <p>{say.twoText}</p>
          <Button variant="default" size="compact-md" fz="sm" h={36} onClick={() => openWindow({ name: 'settings', tab: 'tag-sets' })}>
            {say.twoDo}
          </Button>
        </li>
        <li>
          <strong>{say.three}</strong>
          <p>{say.threeText}</p>
          <Button variant="default" size="compact-md" fz="sm" h={36} onClick={() => openWindow({ name: 'settings', tab: 'accreditation' })}>
            {say.threeDo}
          </Button>
        </li>
      </ol>
    </section>
  )
}
