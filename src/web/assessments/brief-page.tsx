import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { haveLooked } from '#domain/assessments/brief-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { usePress } from '#web/training/placement-queries.ts'
import record from '#web/training/record.module.css'
import { Part } from '#web/training/training-parts.tsx'
import { dayOf } from '#web/curriculum/item-view.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import styles from './meetings.module.css'
import { meetingPageWords } from './meeting-page-words.ts'
import { briefQuery, type Brief } from './meeting-web-queries.ts'
import { PresentPart } from './present-part.tsx'
import { SignSeveral } from './sign-several.tsx'

const route = getRouteApi('/signed-in/record/$ownerId/brief')
const say = meetingPageWords.brief

/** What is new in a record since the viewer last looked, what waits, and what several signatures can be given to at once (T19). */
export function BriefPage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(briefQuery(ownerId))
  return (
    <RecordFrame
      ownerId={ownerId}
      title={own || asked.data === undefined ? say.own : say.title(asked.data.name)}
      helpPage="supervisors"
      failed={asked.error !== null}
      reading
    >
      <Asked asked={asked}>
        {(brief) => (
          <>
            {own ? null : <Top ownerId={ownerId} brief={brief} />}
            <PresentPart ownerId={ownerId} brief={brief} />
            <WaitsPart ownerId={ownerId} brief={brief} />
            <EvidencePart ownerId={ownerId} brief={brief} />
            <AssessedPart brief={brief} />
            <ReadyPart ownerId={ownerId} brief={brief} />
          </>
        )}
      </Asked>
    </RecordFrame>
  )
}

interface Props {
  readonly ownerId: string
  readonly brief: Brief
}

function Top({ ownerId, brief: { since, asOf, minutes } }: Props) {
  const press = usePress(() => call(haveLooked, { params: { ownerId }, body: { asOf } }), say.lookedDone)
  return (
    <Part
      id="since"
      title={since === null ? say.never : say.since(dayOf(since))}
      act={
        <Button size="xs" variant="default" loading={press.isPending} onClick={() => press.mutate(undefined)}>
          {say.looked}
        </Button>
      }
    >
      <p>{say.minutes(minutes)}</p>
      <p className={styles['quiet']}>{since === null ? `${say.neverText} ${say.guess}` : say.guess}</p>
    </Part>
  )
}

function WaitsPart({ ownerId, brief: { toSign, toAgree } }: Props) {
  if (toSign.length + toAgree.length === 0) return null
  return (
    <Part id="waits" title={say.waits}>
      <ul className={record['rows']}>
        {toSign.map(({ id, title, eventOn }) => (
          <li key={id}>
            <Link to="/record/$ownerId/entries/$itemId" params={{ ownerId, itemId: id }}>
              {title}
            </Link>
            <span className={styles['quiet']}>{shortDate(eventOn)}</span>
          </li>
        ))}
        {toAgree.map(({ id, objective }) => (
          <li key={id}>
            <Link to="/record/$ownerId/pdp" params={{ ownerId }}>
              {meetingPageWords.plan.of(meetingPageWords.plan.agreeTitle, objective)}
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function EvidencePart({ ownerId, brief: { evidence } }: Props) {
  return (
    <Part id="evidence" title={say.evidence}>
      {evidence.length === 0 ? <p className={styles['quiet']}>{say.noEvidence}</p> : null}
      <ul className={record['rows']}>
        {evidence.map(({ itemId, title, linkedAt, codes }) => (
          <li key={itemId}>
            <div className={record['main']}>
              <Link to="/record/$ownerId/evidence/$itemId" params={{ ownerId, itemId }}>
                {title}
              </Link>
              <p className={styles['quiet']}>{say.linked(dayOf(linkedAt), codes)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function AssessedPart({ brief: { assessed } }: Pick<Props, 'brief'>) {
  return (
    <Part id="assessed" title={say.assessed}>
      {assessed.length === 0 ? <p className={styles['quiet']}>{say.noAssessed}</p> : null}
      <ul className={record['rows']}>
        {assessed.map(({ code, title, before, level, why }) => (
          <li key={code}>
            <div className={record['main']}>
              <strong>
                {code}. {title}
              </strong>
              <p className={styles['quiet']}>{say.change(before, level)}</p>
              <p className={styles['words']}>{why}</p>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function ReadyPart({ ownerId, brief: { ready, can } }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [signing, setSigning] = useState(false)
  const mine = chosen.filter((code) => ready.some((one) => one.code === code && one.may === null))
  return (
    <Part id="ready" title={say.ready} mayNot={ready.length === 0 ? null : can.sign}>
      {ready.length === 0 ? <p className={styles['quiet']}>{say.noReady}</p> : null}
      <ul className={record['rows']}>
        {ready.map(({ code, title, links, level, why, may }) => (
          <li key={code}>
            <div className={record['main']}>
              {may === null ? (
                <Checkbox
                  label={
                    <b>
                      {code}. {title}
                    </b>
                  }
                  aria-label={say.choose(code, title)}
                  checked={chosen.includes(code)}
                  onChange={({ currentTarget: { checked } }) =>
                    setChosen((now) => (checked ? [...now, code] : now.filter((one) => one !== code)))
                  }
                />
              ) : (
                <b>
                  {code}. {title} {can.sign === null ? <MayNot reason={may} /> : null}
                </b>
              )}
              <p className={styles['quiet']}>
                {say.links(links)}. {say.sees(level)}
              </p>
              <p className={styles['words']}>{why}</p>
            </div>
          </li>
        ))}
      </ul>
      {ready.some(({ may }) => may === null) ? (
        <Button mt="sm" disabled={mine.length === 0} onClick={() => setSigning(true)}>
          {say.signSeveral(mine.length)}
        </Button>
      ) : null}
      {signing ? <SignSeveral ownerId={ownerId} codes={mine} onClose={() => setSigning(false)} /> : null}
    </Part>
  )
}
