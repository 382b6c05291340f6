import { Button, Loader, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { openShare, openSharedItem, sharedFile, type OpenedShare } from '#domain/reviews/appraiser-contract.ts'
import { type AppraisalComment } from '#domain/reviews/share-contract.ts'
import { addressOf } from '#domain/endpoint.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { Page } from '#web/ui/page.tsx'
import { AgreePart } from './agree-part.tsx'
import { CommentForm, Comments } from './comment-form.tsx'
import { coverQuery } from './review-queries.ts'
import styles from './reviews.module.css'
import { Facts, SharedRows, SharedTotals } from './shared-rows.tsx'
import { appraiserWords as say, readWords } from './words.ts'

const route = getRouteApi('/shared/$code')

/** Where an appraiser reads what is shared with them, without an account or with theirs (P25). Nothing is read until they open it. */
export function AppraiserPage(): ReactNode {
  const { code } = route.useParams()
  const { data: cover, error } = useQuery(coverQuery(code))
  const [view, setView] = useState<OpenedShare | null>(null)
  useNotIndexed()
  if (view !== null) return <Opened code={code} view={view} onView={setView} />
  if (error !== null) {
    const isGone = error instanceof CallFault && error.code === 'link_expired'
    return <Told title={isGone ? say.goneTitle : say.failed} text={sayFault(error)} />
  }
  if (cover === undefined) {
    return (
      <Page title={say.title} helpPage="appraisal" narrow>
        <Loader aria-label={say.loading} role="status" m="5vh auto" display="block" />
      </Page>
    )
  }
  switch (cover.door) {
    case 'sign in':
      return (
        <Told title={say.title} text={say.signIn}>
          <Button component={Link} to="/welcome" search={{ next: `/shared/${code}` } as never} mt="md">
            {say.signInAct}
          </Button>
        </Told>
      )
    case 'other account':
      return <Told title={say.title} text={say.otherAccount} />
    case 'own':
      return (
        <Told title={say.title} text={say.own}>
          <Button component={Link} to="/appraisal" mt="md">
            {say.goAppraisal}
          </Button>
        </Told>
      )
    case 'open':
      return (
        <Page title={say.of(cover.ownerName)} helpPage="appraisal" narrow>
          <div className={styles['card']}>
            <p>{say.asks(cover.ownerName, cover.endsOn ?? '')}</p>
            <p className={styles['quiet']}>{say.told}</p>
            <Open code={code} name={cover.appraiserName} byLink={cover.byLink} onOpened={setView} />
          </div>
        </Page>
      )
  }
}

function Told({ title, text, children }: { readonly title: string; readonly text: string; readonly children?: ReactNode }) {
  return (
    <Page title={title} helpPage="appraisal" narrow>
      <div className={styles['card']} role="status">
        <Text>{text}</Text>
        {children}
      </div>
    </Page>
  )
}

/** No search engine keeps what a link shows. */
function useNotIndexed(): void {
  useEffect(() => {
    const meta = document.createElement('meta')
    meta.name = 'robots'
    meta.content = 'noindex, nofollow'
    document.head.append(meta)
    return () => meta.remove()
  }, [])
}

interface OpenProps {
  readonly code: string
  readonly name: string
  /** Whoever opens it says who they are, each time. */
  readonly byLink: boolean
  readonly onOpened: (view: OpenedShare) => void
}

function Open({ code, name: known, byLink, onOpened }: OpenProps) {
  const [name, setName] = useState(byLink ? known : '')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const open = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    try {
      onOpened(await call(openShare, { params: { code }, body: { name } }))
    } catch (error) {
      setFault(error instanceof CallFault && error.fields.length > 0 ? error.fields[0]!.message : sayFault(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void open(event)} noValidate>
      {byLink ? (
        <TextInput
          label={say.name}
          description={say.nameHint}
          required
          autoComplete="name"
          value={name}
          error={fault}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      ) : (
        <Text role="alert" c="var(--mantine-color-error)">
          {fault}
        </Text>
      )}
      <Button type="submit" mt="md" loading={busy}>
        {byLink ? say.open : say.openAs(known)}
      </Button>
    </form>
  )
}

interface OpenedProps {
  readonly code: string
  readonly view: OpenedShare
  readonly onView: (view: OpenedShare) => void
}

function Opened({ code, view, onView }: OpenedProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const { owner } = view
  const took = (comment: AppraisalComment) => onView({ ...view, comments: [...view.comments, comment] })
  const of = (itemId: string | null) => view.comments.filter((one) => one.itemId === itemId)
  const identity = [owner.professionalBody, owner.professionalNumber].filter((one) => one !== '').join(' ')
  const again = async () => {
    onView(await call(openShare, { params: { code }, body: { name: view.appraiserName } }))
    setChosen(null)
  }
  return (
    <Page title={say.of(owner.name)} helpPage="appraisal">
      <p className={styles['quiet']}>
        {identity === '' ? null : `${identity} · `}
        {say.until(view.appraiserName, view.endsOn)}
      </p>
      <section className={styles['card']} aria-labelledby="shared-totals">
        <h2 id="shared-totals">{readWords.totals}</h2>
        <SharedTotals totals={view.totals} through={view.through} />
        <Facts facts={view.facts} />
      </section>
      <AgreePart code={code} view={view} chosen={chosen} onChosen={setChosen} onView={onView} onAgain={again} />
      <section className={styles['card']} aria-labelledby="shared-rows">
        <h2 id="shared-rows">
          {readWords.rowsTitle} <span className={styles['quiet']}>{readWords.rows(view.rows.length)}</span>
        </h2>
        <SharedRows
          view={view}
          read={(row) => call(openSharedItem, { params: { code, itemId: row.id }, body: {} })}
          fileAddress={(row, fileId) => addressOf(sharedFile, { code, itemId: row.id, fileId })}
          renderUnder={(row) => (
            <>
              <Comments comments={of(row.id)} />
              <CommentForm code={code} name={view.appraiserName} itemId={row.id} label={readWords.commentOn(row.title)} onSent={took} />
            </>
          )}
          {...(chosen === null || view.rows.some((row) => row.brings === undefined)
            ? {}
            : {
                chosen,
                onChosen: (id: string, on: boolean) => {
                  const next = new Set(chosen)
                  if (on) next.add(id)
                  else next.delete(id)
                  setChosen(next)
                },
              })}
        />
      </section>
      <section className={styles['card']} aria-labelledby="shared-whole">
        <h2 id="shared-whole">{readWords.onWhole}</h2>
        <div className={styles['narrow']}>
          <Comments comments={of(null)} />
          <CommentForm code={code} name={view.appraiserName} itemId={null} label={readWords.comment} onSent={took} />
        </div>
      </section>
    </Page>
  )
}
