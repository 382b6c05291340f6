import { Link } from '@tanstack/react-router'
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import type { ReactNode } from 'react'
import type { ModuleCard as Card } from '#domain/learning/contract.ts'
import { FORMAT_WORDS, SPECIALTY_WORDS } from '#domain/learning/words.ts'
import { CreditsOnOffer } from './credits-said.tsx'
import styles from './catalogue.module.css'
import { SpecialtySign } from './specialty-sign.tsx'
import { words } from './words.ts'

const MOST_NAMED = 3

/** One module of the catalogue (L1). The whole card opens it; its name is the link. */
export function ModuleCard({ module }: { readonly module: Card }): ReactNode {
  const unnamed = module.specialties.length - MOST_NAMED
  return (
    <li className={styles.card}>
      <div className={styles.cardTop}>
        <SpecialtySign specialty={module.specialties.find((one) => one !== 'professional-skills')} />
        <span>{FORMAT_WORDS[module.format]}</span>
        <span className={styles.minutes}>
          <IconClock size={14} aria-hidden />
          {words.minutes(module.minutes)}
        </span>
      </div>
      <h3>
        <Link to="/learning/modules/$moduleId" params={{ moduleId: module.id }} className={styles.cardLink}>
          {module.title}
        </Link>
      </h3>
      <p className={styles.summary}>{module.summary}</p>
      <ul className={styles.tags}>
        {module.specialties.slice(0, MOST_NAMED).map((one) => (
          <li key={one}>{SPECIALTY_WORDS[one]}</li>
        ))}
        {unnamed > 0 && <li>{words.catalogue.moreSpecialties(unnamed)}</li>}
      </ul>
      <p className={styles.credits}>
        <CreditsOnOffer awards={module.awards} />
      </p>
    </li>
  )
}
