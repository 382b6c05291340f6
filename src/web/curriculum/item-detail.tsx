import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconSignature from '@tabler/icons-react/dist/esm/icons/IconSignature.mjs'
import IconUnlink from '@tabler/icons-react/dist/esm/icons/IconUnlink.mjs'
import { useState, type ReactNode } from 'react'
import type { CurriculumPage, ItemDetail, SignOff } from '#domain/curriculum/contract.ts'
import { readMeter } from '#domain/curriculum/evidence-meter.ts'
import { shortDate } from '#domain/plain-date.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { sayFault } from '#web/platform/call.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import styles from './curriculum.module.css'
import { curriculumItemQuery } from './curriculum-queries.ts'
import { dayOf, sayVerified, shortLevel, type ItemView } from './item-view.ts'
import { LinkWindow } from './link-window.tsx'
import { Meter, YearsOfEvidence } from './marks.tsx'
import { useUnlink } from './use-unlink.ts'
import { words } from './words.ts'

interface Props {
  readonly view: ItemView
  readonly page: CurriculumPage
  readonly onPen: () => void
  readonly onSign: () => void
}

/** Evidence, self-assessment and sign-off of one item, each with what may be done there (T7). */
export function ItemParts(props: Props): ReactNode {
  const { view, page } = props
  const { data, error } = useQuery(curriculumItemQuery(page.person.id, view.item.code, page.isEarlier ? page.curriculum.id : undefined))
  if (error !== null) return <p role="alert">{sayFault(error)}</p>
  if (data === undefined) return <Skeleton height={220} role="status" aria-label={words.loading} />
  return (
    <div className={styles['parts']}>
      <EvidencePart {...props} detail={data} />
      {view.item.isVerified ? (
        <section>
          <h3>{words.signOff.section}</h3>
          <p>{view.state.verified === null ? words.notVerified : sayVerified(view.item, view.state.verified)}</p>
          <p className={styles['quiet']}>{words.verifiedHow}</p>
        </section>
      ) : (
        <>
          <AssessmentPart {...props} detail={data} />
          <SignaturePart {...props} detail={data} />
        </>
      )}
    </div>
  )
}

type PartProps = Props & { readonly detail: ItemDetail }

/** A heading with its one act, or the red cross with the reason. */
function Head({ title, act, may, icon, onAct }: { title: string; act: string; may: string | null; icon: ReactNode; onAct: () => void }) {
  return (
    <div className={styles['partHead']}>
      <h3>{title}</h3>
      {may === null ? (
        <Button size="compact-sm" variant="light" leftSection={icon} onClick={onAct}>
          {act}
        </Button>
      ) : (
        <MayNot reason={may} />
      )}
    </div>
  )
}

function EvidencePart({ view, page, detail }: PartProps) {
  const [linking, setLinking] = useState(false)
  const ownerId = page.person.id
  const unlink = useUnlink(ownerId)
  const say = words.evidence
  const { verified } = view.state
  return (
    <section>
      <Head title={say.title} act={say.link} may={page.can.link} icon={<IconLink size={15} aria-hidden />} onAct={() => setLinking(true)} />
      {verified === null ? (
        <p className={styles['meterLine']}>
          <Meter pieces={detail.links.length} /> <span>{readMeter(detail.links.length, page.curriculum.meter).text}</span>
        </p>
      ) : null}
      <YearsOfEvidence links={detail.links} year={page.year} />
      <ul className={styles['links']}>
        {verified === null || detail.links.some(({ itemId }) => itemId === verified.itemId) ? null : (
          <li>
            <span className={styles['grow']}>
              <Link to="/record/$ownerId/certificates" params={{ ownerId }}>
                {verified.title}
              </Link>
              <small className={styles['quiet']}>{sayVerified(view.item, verified)}</small>
            </span>
          </li>
        )}
        {detail.links.map((link) => (
          <li key={link.itemId}>
            <span className={styles['grow']}>
              <Link to="/record/$ownerId/evidence/$itemId" params={{ ownerId, itemId: link.itemId }}>
                {link.title}
              </Link>
              <small className={styles['quiet']}>
                {[
                  shortDate(link.learnedOn),
                  ...(link.type === null ? [] : [TYPE_WORDS[link.type]]),
                  ...(link.files > 0 ? [say.files(link.files)] : []),
                ].join(' · ')}
              </small>
            </span>
            {page.can.link === null ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={say.unlink(link.title)}
                title={say.unlink(link.title)}
                onClick={() => unlink.mutate({ id: link.itemId, code: view.item.code })}
              >
                <IconUnlink size={17} aria-hidden />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
      {linking ? (
        <LinkWindow
          ownerId={ownerId}
          code={view.item.code}
          linked={new Set(detail.links.map(({ itemId }) => itemId))}
          onClose={() => setLinking(false)}
        />
      ) : null}
    </section>
  )
}

function AssessmentPart({ view, page, detail, onPen }: PartProps) {
  const say = words.assess
  const ofYear = detail.selfAssessments.filter(({ year }) => year === page.year?.code)
  const [newest] = ofYear
  const earlier = detail.selfAssessments.filter((one) => one !== newest)
  const titleOf = (code: string) => view.item.levels.find((level) => level.code === code)?.title ?? code
  return (
    <section>
      <Head
        title={words.penShort}
        act={newest === undefined ? say.first : say.again}
        may={page.can.assess}
        icon={<IconPencil size={15} aria-hidden />}
        onAct={onPen}
      />
      {newest === undefined ? (
        <p className={styles['quiet']}>{page.can.assess === null ? say.none : say.noneOther}</p>
      ) : (
        <div className={styles['card']}>
          <b>{shortLevel({ code: newest.level })}</b> <span className={styles['quiet']}>{titleOf(newest.level)}</span>
          <p className={styles['said']}>{newest.why}</p>
          <small className={styles['quiet']}>{dayOf(newest.at)}</small>
        </div>
      )}
      {earlier.length === 0 ? null : (
        <details className={styles['earlier']}>
          <summary>
            {say.history} ({earlier.length})
          </summary>
          {earlier.map((one) => (
            <div key={one.id} className={styles['card']}>
              <b>{shortLevel({ code: one.level })}</b> <small className={styles['quiet']}>{`${one.year}, ${dayOf(one.at)}`}</small>
              <p className={styles['said']}>{one.why}</p>
            </div>
          ))}
        </details>
      )}
    </section>
  )
}

function SignaturePart({ view, page, detail, onSign }: PartProps) {
  const say = words.signOff
  const [newest] = detail.signOffs.filter(({ year }) => year === page.year?.code)
  const earlier = detail.signOffs.filter((one) => one !== newest)
  return (
    <section>
      <Head
        title={say.section}
        act={words.signShort}
        may={view.state.can.sign}
        icon={<IconSignature size={15} aria-hidden />}
        onAct={onSign}
      />
      {newest === undefined ? <p className={styles['quiet']}>{say.none}</p> : <Signature signOff={newest} view={view} page={page} />}
      {earlier.length === 0 ? null : (
        <details className={styles['earlier']}>
          <summary>{say.earlier(earlier.length)}</summary>
          {earlier.map((one) => (
            <Signature key={one.id} signOff={one} view={view} page={page} />
          ))}
        </details>
      )}
    </section>
  )
}

function Signature({ signOff, view, page }: { readonly signOff: SignOff; readonly view: ItemView; readonly page: CurriculumPage }) {
  const say = words.signOff
  const level = view.item.levels.find(({ code }) => code === signOff.level)
  const { selfAssessment } = signOff
  return (
    <article className={styles['card']} data-answer={signOff.answer}>
      <p>
        <b>{level === undefined ? words.answer[signOff.answer] : shortLevel(level)}</b>{' '}
        <span className={styles['quiet']}>
          {level === undefined ? '' : `${level.title} · `}
          {signOff.year}
          {signOff.isSuperseded ? ` · ${say.superseded}` : ''}
        </span>
      </p>
      {signOff.note === '' ? null : <p className={styles['said']}>{signOff.note}</p>}
      {Object.entries(signOff.reasons).map(([asked, reason]) => (
        <p key={asked} className={styles['said']}>
          <small>{say.reasons[asked as keyof typeof say.reasons]}: </small>
          {reason}
        </p>
      ))}
      {signOff.evidence.length === 0 ? null : (
        <>
          <small className={styles['quiet']}>
            {say.restsOn}
            {selfAssessment === null
              ? ''
              : ` (${words.columns.self.toLowerCase()} ${shortLevel({ code: selfAssessment.level }).toLowerCase()})`}
            :
          </small>
          <ul className={styles['rests']}>
            {signOff.evidence.map(({ itemId, title, hasChanged, isLinked }) => (
              <li key={itemId}>
                <Link to="/record/$ownerId/evidence/$itemId" params={{ ownerId: page.person.id, itemId }} hash={signOff.id}>
                  {title}
                </Link>
                {hasChanged ? <span className={styles['changed']}>{say.changed}</span> : null}
                {isLinked ? null : <span className={styles['quiet']}> ({say.notLinked})</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      <small className={styles['quiet']}>
        {signOff.by}, {signOff.relation}, {dayOf(signOff.at)} · {say.chain(signOff.chainNumber)}
      </small>
    </article>
  )
}
