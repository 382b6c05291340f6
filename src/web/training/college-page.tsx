import { Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs'
import { useState, type ReactNode } from 'react'
import { makeProgramme } from '#domain/training/college-contract.ts'
import { call, type CallOutput } from '#web/platform/call.ts'
import type { listProgrammes } from '#domain/training/college-contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Awaited } from '#web/ui/asked.tsx'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { programmesQuery, useCollegeChanged } from './college-web-queries.ts'
import { PageLink } from './page-link.tsx'
import { newProgramme, ProgrammeForm } from './programme-form.tsx'
import { collegeWords as say } from './programme-words.ts'
import styles from './training.module.css'

/** What a college administrator keeps (A7). */
export function CollegePage(): ReactNode {
  const { data, error, refetch } = useQuery(programmesQuery(usePerson().id))
  const [making, setMaking] = useState(false)
  return (
    <CollegeFrame
      title={say.title}
      helpPage="college"
      failed={error !== null}
      left={
        data === undefined ? undefined : (
          <Button size="compact-md" fz="sm" h={36} px="sm" leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
            {say.make}
          </Button>
        )
      }
    >
      {data !== undefined ? (
        <>
          <Shown {...data} />
          {making ? <NewProgramme {...data} onClose={() => setMaking(false)} /> : null}
        </>
      ) : (
        <Awaited fault={error} onRetry={() => void refetch()} />
      )}
    </CollegeFrame>
  )
}

type Programmes = CallOutput<typeof listProgrammes>

function Shown({ programmes }: Programmes): ReactNode {
  return (
    <>
      {programmes.length === 0 ? (
        <State icon={<IconSchool size={28} />} title={say.none} text={say.noneText} />
      ) : (
        <section className={styles.card} aria-labelledby="programmes">
          <h2 id="programmes">{say.programmes}</h2>
          <ul className={styles.rows}>
            {programmes.map(({ id, title, trainees, notEnrolled, openInvitations }) => (
              <li key={id}>
                <div className={styles.rowText}>
                  <strong>{title}</strong>
                  <span className={styles.quiet}>{say.counts(trainees, notEnrolled, openInvitations)}</span>
                </div>
                <PageLink to={`/college/programmes/${id}`} variant="default" size="compact-sm" aria-label={`Open: ${title}`}>
                  Open
                </PageLink>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function NewProgramme({ curricula, onClose }: Programmes & { readonly onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const changed = useCollegeChanged()
  return (
    <Modal opened onClose={onClose} title={say.makeTitle} size="xl">
      <Text size="sm" mb="sm" c="dimmed">
        {say.intro}
      </Text>
      <ProgrammeForm
        start={newProgramme(curricula)}
        curricula={curricula}
        act={say.make}
        onSave={async (body) => {
          const { id } = await call(makeProgramme, { body })
          await changed()
          await navigate({ href: `/college/programmes/${id}` })
        }}
      />
    </Modal>
  )
}
