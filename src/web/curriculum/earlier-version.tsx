import { Link } from '@tanstack/react-router'
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs'
import type { ReactNode } from 'react'
import type { CurriculumPage } from '#domain/curriculum/contract.ts'
import styles from './curriculum.module.css'
import { words } from './words.ts'

interface Props {
  readonly page: CurriculumPage
}

const say = words.earlier

/** The way to what was signed under a version before the present one (T10); nothing where there is none. */
export function EarlierVersions({ page }: Props): ReactNode {
  const [, ...earlier] = page.versions
  if (earlier.length === 0) return null
  return (
    <span className={styles['earlierVersions']}>
      <IconHistory size={16} aria-hidden /> {say.read}
      {earlier.map(({ id, title, version }) => (
        <Link
          key={id}
          to="/record/$ownerId/curriculum"
          params={{ ownerId: page.person.id }}
          search={({ item }) => ({ version: id, ...(item === undefined ? {} : { item }) })}
          aria-label={say.open(title, version)}
        >
          {version}
        </Link>
      ))}
    </span>
  )
}

/** That this is an earlier version, and the way back. */
export function EarlierNotice({ page }: Props): ReactNode {
  const [present] = page.versions
  return (
    <p className={styles['notice']} role="status">
      <span>{say.notice(page.curriculum.version)}</span>
      <Link
        to="/record/$ownerId/curriculum"
        params={{ ownerId: page.person.id }}
        search={({ item }) => (item === undefined ? {} : { item })}
      >
        {say.back(present?.version ?? '')}
      </Link>
    </p>
  )
}
