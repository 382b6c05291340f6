import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { endPanel, endSupervision, type RecordView, type SupervisorView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { EndWindow } from './end-window.tsx'
import { words } from './placement-words.ts'
import { SupervisorWindow } from './supervisor-window.tsx'
import { PanelWindow } from './panel-window.tsx'
import styles from './record.module.css'
import { Part } from './training-parts.tsx'
import { WrongWindow } from './wrong-window.tsx'

const say = words.record
const isSupervisor = ({ relation }: SupervisorView) => relation === 'educational supervisor' || relation === 'clinical supervisor'
const ORDER = ['during', 'before', 'grace', 'after'] as const
/** Those of today first, and of them the educational supervisor. */
const inOrder = (all: readonly SupervisorView[]) =>
  ORDER.flatMap((phase) =>
    all
      .filter((one) => one.phase === phase)
      .toSorted((one, other) => Number(other.relation === 'educational supervisor') - Number(one.relation === 'educational supervisor')),
  )
const goesOn = ({ phase }: SupervisorView) => phase === 'during' || phase === 'before'

type Open = 'new' | { readonly end: SupervisorView } | { readonly wrong: SupervisorView } | null

/** Who supervises, did, and will. The trainee says here that one is wrong (T2). */
export function Supervisors({ record, own }: { readonly record: RecordView; readonly own: boolean }): ReactNode {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { can, person } = record
  const asked = new Set(record.corrections?.filter(({ outcome }) => outcome === null).map(({ relationId }) => relationId))
  const all = inOrder(record.supervisors.filter(isSupervisor))
  return (
    <Part
      id="supervisors"
      title={say.supervisors}
      mayNot={can.supervise}
      act={
        <Button variant="default" size="xs" onClick={() => setOpen('new')}>
          {say.giveSupervisor}
        </Button>
      }
    >
      {all.length === 0 ? <p className={styles['quiet']}>{say.noSupervisors}</p> : null}
      <ul className={styles['rows']}>
        {all.map((one) => (
          <li key={one.relationId}>
            <Who one={one} record={record} />
            <span className={styles['acts']}>
              {own && can.ask === null && goesOn(one) && !asked.has(one.relationId) ? (
                <Button variant="default" size="xs" aria-label={`${say.wrong}: ${one.name}`} onClick={() => setOpen({ wrong: one })}>
                  {say.wrong}
                </Button>
              ) : null}
              {can.supervise === null && goesOn(one) ? (
                <Button variant="default" size="xs" aria-label={`${say.end}: ${one.name}`} onClick={() => setOpen({ end: one })}>
                  {say.end}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {open === 'new' ? <SupervisorWindow record={record} onClose={close} /> : null}
      {open !== null && open !== 'new' && 'wrong' in open ? (
        <WrongWindow ownerId={person.id} supervisor={open.wrong} onClose={close} />
      ) : null}
      {open !== null && open !== 'new' && 'end' in open ? (
        <EndWindow
          what={open.end.name}
          onEnd={(on) => call(endSupervision, { params: { ownerId: person.id, relationId: open.end.relationId }, body: { on } })}
          onClose={close}
        />
      ) : null}
    </Part>
  )
}

function Who({ one, record }: { readonly one: SupervisorView; readonly record: RecordView }): ReactNode {
  const placement = record.placements.find(({ id }) => id === one.placementId)
  return (
    <div className={styles['main']}>
      <strong>
        <bdi>{one.name === '' ? say.closedAccount : one.name}</bdi>
      </strong>{' '}
      <span className={styles['mark']} data-strong={one.phase === 'during' || undefined}>
        {say.phases[one.phase]}
      </span>
      <p className={styles['quiet']}>
        {words.relations[one.relation]}
        {placement === undefined ? '' : ` ${say.forPlacement(placement.post)}`}, {words.span(one.from, one.until)}
        {one.email === '' ? null : (
          <>
            <br />
            <bdi>{one.email}</bdi>
          </>
        )}
      </p>
    </div>
  )
}

export function Panel({ record }: { readonly record: RecordView }): ReactNode {
  const [open, setOpen] = useState<'new' | SupervisorView | null>(null)
  const { can, person } = record
  const all = inOrder(record.supervisors.filter((one) => !isSupervisor(one)))
  return (
    <Part
      id="panel"
      title={say.panel}
      mayNot={can.convene}
      act={
        <Button variant="default" size="xs" onClick={() => setOpen('new')}>
          {say.convene}
        </Button>
      }
    >
      {all.length === 0 ? <p className={styles['quiet']}>{say.noPanel}</p> : null}
      <ul className={styles['rows']}>
        {all.map((one) => (
          <li key={one.relationId}>
            <Who one={one} record={record} />
            {can.convene === null && goesOn(one) ? (
              <Button variant="default" size="xs" aria-label={`${say.end}: ${one.name}`} onClick={() => setOpen(one)}>
                {say.end}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {open === 'new' ? <PanelWindow ownerId={person.id} onClose={() => setOpen(null)} /> : null}
      {open !== null && open !== 'new' ? (
        <EndWindow
          what={open.name}
          onEnd={(on) => call(endPanel, { params: { ownerId: person.id, relationId: open.relationId }, body: { on } })}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Part>
  )
}
