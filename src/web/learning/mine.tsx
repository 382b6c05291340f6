import { Button, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId, useState, type ReactNode } from 'react'
import type { ModuleCard, MyModule } from '#domain/learning/contract.ts'
import type { Specialty } from '#domain/learning/module-file.ts'
import { SPECIALTY_WORDS } from '#domain/learning/words.ts'
import styles from './learning-page.module.css'
import { sayPlace, shareDone } from './say-place.ts'
import { SpecialtyChooser } from './specialty-chooser.tsx'
import { useGoOn } from './module-acts.ts'
import { words } from './words.ts'

const say = words.mine

/** Modules in progress, last worked on first (L9). */
export function Going({ modules }: { readonly modules: readonly MyModule[] }): ReactNode {
  return (
    <section className={styles.card} aria-labelledby="learning-going">
      <h2 id="learning-going">{say.going}</h2>
      <ul className={styles.lines}>
        {modules.map((module) => (
          <GoingOn key={module.moduleId} module={module} />
        ))}
      </ul>
    </section>
  )
}

function GoingOn({ module }: { readonly module: MyModule }): ReactNode {
  const goOn = useGoOn(module)
  const id = useId()
  const { open } = module
  return (
    <li className={styles.going}>
      <div className={styles.goingText}>
        <ModuleLink id={id} moduleId={module.moduleId} title={module.title} />
        {open === null ? (
          <span className={styles.quiet}>{say.notPassed}</span>
        ) : (
          <>
            <Progress.Root size={6} mt={4}>
              <Progress.Section value={shareDone(open)} aria-label={say.progress(module.title)} />
            </Progress.Root>
            <span className={styles.quiet}>{sayPlace(open)}</span>
          </>
        )}
      </div>
      {open !== null && (
        <Button size="compact-md" h={36} px="md" fz="sm" aria-describedby={id} loading={goOn.isPending} onClick={() => goOn.mutate()}>
          {words.goOn}
        </Button>
      )}
    </li>
  )
}

interface ForLaterProps {
  readonly modules: readonly { readonly moduleId: string; readonly title: string; readonly minutes: number }[]
}

/** Modules saved and not begun (L2). */
export function ForLater({ modules }: ForLaterProps): ReactNode {
  return (
    <section className={styles.card} aria-labelledby="learning-later">
      <h2 id="learning-later">{say.later}</h2>
      <ul className={styles.lines}>
        {modules.map(({ moduleId, title, minutes }) => (
          <li key={moduleId}>
            <ModuleLink moduleId={moduleId} title={title} />
            <span className={styles.quiet}>{words.minutes(minutes)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FreshProps {
  readonly modules: readonly ModuleCard[]
  readonly specialties: readonly Specialty[]
}

const MOST_FRESH = 4

/** What is new in the person's specialties, and which those are (L9). */
export function Fresh({ modules, specialties }: FreshProps): ReactNode {
  const [choosing, setChoosing] = useState(false)
  return (
    <section className={styles.card} aria-labelledby="learning-fresh">
      <div className={styles.cardHead}>
        <h2 id="learning-fresh">{specialties.length > 0 ? say.fresh : say.freshAny}</h2>
        <button type="button" className={styles.textButton} onClick={() => setChoosing(true)}>
          {specialties.length > 0 ? say.change : say.choose}
        </button>
      </div>
      {modules.length === 0 ? (
        <p className={styles.quiet}>{say.noneFresh}</p>
      ) : (
        <ul className={styles.lines}>
          {modules.slice(0, MOST_FRESH).map((module) => (
            <li key={module.id}>
              <ModuleLink moduleId={module.id} title={module.title} />
              <span className={styles.quiet}>
                {[words.minutes(module.minutes), ...module.specialties.slice(0, 2).map((one) => SPECIALTY_WORDS[one])].join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {choosing && <SpecialtyChooser chosen={specialties} onClose={() => setChoosing(false)} />}
    </section>
  )
}

interface ModuleLinkProps {
  readonly id?: string
  readonly moduleId: string
  readonly title: string
}

const ModuleLink = ({ id, moduleId, title }: ModuleLinkProps) => (
  <Link id={id} to="/learning/modules/$moduleId" params={{ moduleId }} className={styles.moduleLink}>
    {title}
  </Link>
)
