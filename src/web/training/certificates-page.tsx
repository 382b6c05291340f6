import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconCertificate from '@tabler/icons-react/dist/esm/icons/IconCertificate.mjs'
import { useState, type ReactNode } from 'react'
import type { ExamResult, ProfessionalCertificate, Required } from '#domain/training/papers-contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { OnePaper } from './one-paper.tsx'
import { PaperForm } from './paper-form.tsx'
import { words } from './paper-page-words.ts'
import { certificatesQuery, examsQuery } from './paper-queries.ts'
import styles from './papers.module.css'
import { Awaited } from '#web/ui/asked.tsx'

const route = getRouteApi('/signed-in/record/$ownerId/certificates')
const say = words.papers

/** What a form does with a paper: enters one, changes, corrects or renews it. */
export type PaperAct = 'new' | 'change' | 'correction' | 'renewal'
export type PaperKind = 'certificate' | 'exam'
export type Paper =
  | { readonly kind: 'certificate'; readonly one: ProfessionalCertificate }
  | { readonly kind: 'exam'; readonly one: ExamResult }

/** Professional certificates and exams, what the curriculum asks for, and what is verified (T5). */
export function PapersPage(): ReactNode {
  const { ownerId } = route.useParams()
  const certificates = useQuery(certificatesQuery(ownerId))
  const exams = useQuery(examsQuery(ownerId))
  const isMine = usePerson().id === ownerId
  const fault = certificates.error ?? exams.error
  if (certificates.data === undefined || exams.data === undefined) {
    return (
      <RecordFrame ownerId={ownerId} title={say.title} helpPage="certificates-and-exams" failed={fault !== null} reading>
        <Awaited
          fault={fault}
          onRetry={() => {
            void certificates.refetch()
            void exams.refetch()
          }}
        />
      </RecordFrame>
    )
  }
  return (
    <RecordFrame
      ownerId={ownerId}
      title={isMine ? say.title : words.titleOf(say.title, certificates.data.name)}
      helpPage="certificates-and-exams"
      reading
    >
      <RequiredList isMine={isMine} required={[...certificates.data.required, ...exams.data.required]} />
      <Part
        kind="certificate"
        ownerId={ownerId}
        papers={certificates.data.certificates.map((one) => ({ kind: 'certificate', one }))}
        required={certificates.data.required}
        mayWrite={certificates.data.can.write}
      />
      <Part
        kind="exam"
        ownerId={ownerId}
        papers={exams.data.exams.map((one) => ({ kind: 'exam', one }))}
        required={exams.data.required}
        mayWrite={exams.data.can.write}
      />
    </RecordFrame>
  )
}

function RequiredList({ required, isMine }: { readonly required: readonly Required[]; readonly isMine: boolean }): ReactNode {
  if (required.length === 0) return null
  return (
    <section>
      <div className={styles['head']}>
        <h2>{isMine ? say.required : say.requiredOfOther}</h2>
      </div>
      <ul className={styles['required']} aria-label={say.required}>
        {required.map(({ code, title, state, isDueThisYear }) => (
          <li key={code}>
            <strong>{title}</strong>
            <div
              className={styles['state']}
              data-good={state === 'met' || undefined}
              data-warn={(state !== 'met' && isDueThisYear) || undefined}
            >
              {state === 'met' ? say.states.met : `${say.states[state]}, ${isDueThisYear ? say.due : say.later}`}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PartProps {
  readonly kind: PaperKind
  readonly ownerId: string
  readonly papers: readonly Paper[]
  readonly required: readonly Required[]
  readonly mayWrite: string | null
}

function Part({ kind, ownerId, papers, required, mayWrite }: PartProps): ReactNode {
  const [form, setForm] = useState<{ of: Paper | null; as: PaperAct } | null>(null)
  const name = kind === 'certificate' ? say.certificates : say.exams
  return (
    <section aria-label={name}>
      <div className={styles['head']}>
        <h2>{name}</h2>
        {mayWrite === null ? (
          <Button variant="light" onClick={() => setForm({ of: null, as: 'new' })}>
            {kind === 'certificate' ? say.newCertificate : say.newExam}
          </Button>
        ) : (
          <MayNot reason={mayWrite} />
        )}
      </div>
      {papers.length === 0 ? (
        <State icon={<IconCertificate size={28} />} title={say.none[kind]} text={say.noneText[kind]} />
      ) : (
        <ul className={styles['list']}>
          {papers.map((paper) => (
            <OnePaper
              key={paper.one.id}
              paper={paper}
              ownerId={ownerId}
              mayCorrect={mayWrite === null}
              renewed={paper.kind === 'certificate' ? papers.find(({ one }) => one.id === paper.one.renews)?.one.title : undefined}
              onEdit={(as) => setForm({ of: paper, as })}
            />
          ))}
        </ul>
      )}
      {form !== null && <PaperForm kind={kind} ownerId={ownerId} required={required} {...form} onClose={() => setForm(null)} />}
    </section>
  )
}
