import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import IconCertificate from '@tabler/icons-react/dist/esm/icons/IconCertificate.mjs'
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import type { ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Page } from '#web/ui/page.tsx'
import { Catalogue } from './catalogue.tsx'
import { learningQuery } from './learning-queries.ts'
import styles from './learning-page.module.css'
import { Fresh, ForLater, Going } from './mine.tsx'
import { useFilters } from './use-filters.ts'
import { words } from './words.ts'

/** What one is in the middle of and what is new (L9), and below it the catalogue (L1), whose choices live in the address bar. */
export function LearningPage(): ReactNode {
  const { read, change } = useFilters()
  return (
    <Page
      title={words.learning}
      helpPage="learning"
      left={
        <>
          <PageButton to="/learning/certificates" name={words.mine.certificates} icon={<IconCertificate size={17} aria-hidden />} />
          <PageButton to="/connections" name={words.mine.connections} icon={<IconPlugConnected size={17} aria-hidden />} />
        </>
      }
    >
      <Mine />
      {'fault' in read ? (
        <State alert icon={<IconPlugConnectedX size={28} />} title={words.catalogue.faulty} text={read.fault}>
          <Button component={Link} to="/learning">
            {words.catalogue.clear}
          </Button>
        </State>
      ) : (
        <Catalogue filters={read} onChange={change} />
      )}
    </Page>
  )
}

interface PageButtonProps {
  readonly to: '/learning/certificates' | '/connections'
  readonly name: string
  readonly icon: ReactNode
}

const PageButton = ({ to, name, icon }: PageButtonProps) => (
  <Button component={Link} to={to} variant="default" size="compact-md" fz="sm" h={36} px="sm" leftSection={icon}>
    {name}
  </Button>
)

function Mine(): ReactNode {
  const { data, error, refetch } = useQuery(learningQuery(usePerson().id))
  if (data === undefined) {
    return error === null ? (
      <div className={styles.mine} role="status" aria-label={words.loading}>
        <Skeleton height={170} radius="md" />
        <Skeleton height={170} radius="md" />
      </div>
    ) : (
      <div className={styles.failed} role="alert">
        <span>
          {words.mine.failed}. {sayFault(error)}
        </span>
        <Button size="compact-sm" variant="light" onClick={() => void refetch()}>
          {words.retry}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.mine} data-tour="mine">
      {data.inProgress.length > 0 && <Going modules={data.inProgress} />}
      {data.forLater.length > 0 && <ForLater modules={data.forLater} />}
      <Fresh modules={data.fresh} specialties={data.specialties} />
    </div>
  )
}
