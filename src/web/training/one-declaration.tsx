import { Alert, Anchor, Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs'
import { useId, useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import type { DeclarationKind } from '#domain/training/declaration-file.ts'
import { DECLARATIONS, OPENINGS, type DeclarationOfYear, type Signature, type TextToSign } from '#domain/training/declarations-contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { useDraft } from '#web/platform/drafts.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import { words } from './paper-page-words.ts'
import { tell } from './tell.ts'
import { declarationsQuery, signedTextsQuery } from './paper-queries.ts'
import styles from './papers.module.css'
import { Awaited } from '#web/ui/asked.tsx'

const say = words.declarations

interface Props {
  readonly one: DeclarationOfYear
  readonly ownerId: string
}

/** One declaration of the year: the text, the sections to open, and the signatures (T4). */
export function OneDeclaration({ one, ownerId }: Props): ReactNode {
  const isMine = usePerson().id === ownerId
  const name = say.kinds[one.kind]
  const mine = one.signatures.find((signature) => signature.isMine && !signature.isCorrected)
  const [correcting, setCorrecting] = useState(false)
  const canSign = one.text !== null && one.can.sign === null && (mine === undefined || correcting)
  return (
    <section className={styles['card']} aria-label={name}>
      <h2>
        {name}
        {one.can.sign !== null && <MayNot reason={one.can.sign} />}
      </h2>
      <Signatures signatures={one.signatures} />
      {waitsFor(one).map((waits) => (
        <p key={waits} className={styles['state']} data-warn>
          <IconCircleDashed size={17} aria-hidden /> {waits}
        </p>
      ))}
      {one.finishing !== null && <p className={styles['quiet']}>{one.finishing}</p>}
      {one.text !== null && mine === undefined && <TextShown text={one.text} />}
      {canSign && one.text !== null && (
        <SignForm
          key={mine?.id ?? 'first'}
          text={one.text}
          kind={one.kind}
          ownerId={ownerId}
          first={one.first}
          corrects={mine?.id ?? null}
          onDone={() => setCorrecting(false)}
        />
      )}
      <div className={styles['acts']}>
        {one.signatures.length > 0 && one.can.read === null && <ReadSigned kind={one.kind} ownerId={ownerId} isMine={isMine} />}
        {mine !== undefined && one.can.sign === null && !correcting && (
          <Button variant="default" aria-label={say.correct(name)} onClick={() => setCorrecting(true)}>
            {say.correctShort}
          </Button>
        )}
      </div>
    </section>
  )
}

function waitsFor({ kind, signatures }: DeclarationOfYear): string[] {
  const signers = kind === 'agreement' ? (['trainee', 'educational supervisor'] as const) : (['trainee'] as const)
  const open = signers.filter((as) => !signatures.some(({ signedAs }) => signedAs === as))
  return open.length === signers.length ? [say.open] : open.map((as) => say.waitsFor[as])
}

export function Signatures({ signatures }: { readonly signatures: readonly Signature[] }): ReactNode {
  return signatures.map((one) => (
    <p key={one.id} className={styles['state']} data-good={!one.isCorrected || undefined}>
      <IconCircleCheckFilled size={17} aria-hidden />
      {say.signed(one.signedBy, one.signedAs, longDate(one.signedOn))}
      {one.isCorrected && ` (${say.corrected})`}
    </p>
  ))
}

const TextShown = ({ text }: { readonly text: TextToSign }): ReactNode => (
  <>
    <div className={styles['body']}>
      {text.body.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
    <p className={styles['quiet']}>{say.ours}</p>
  </>
)

interface SignFormProps {
  readonly text: TextToSign
  readonly kind: DeclarationKind
  readonly ownerId: string
  readonly first: string | null
  readonly corrects: string | null
  readonly onDone: () => void
}

function SignForm({ text, kind, ownerId, first, corrects, onDone }: SignFormProps): ReactNode {
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const [detail, setDetail] = useState('')
  const draft = useDraft(
    `declaration-${kind}/${ownerId}`,
    { detail },
    { enabled: detail !== '', onRestore: (kept) => setDetail(kept.detail ?? '') },
  )
  const sign = useMutation({
    mutationFn: () => call(DECLARATIONS[kind].sign, { params: { ownerId }, body: { id, textId: text.id, detail, corrects } }),
    onSuccess: async () => {
      await draft.discard()
      await client.invalidateQueries({ queryKey: [ownerId, 'signed-texts', kind] })
      await client.invalidateQueries(declarationsQuery(ownerId))
      tell(say.done(say.kinds[kind]))
      onDone()
    },
  })
  return (
    <>
      <Sections text={text} kind={kind} ownerId={ownerId} />
      {text.detail !== null && (
        <GuardedText
          mt="md"
          kind="anything else"
          label={text.detail.label}
          description={text.detail.hint}
          value={detail}
          maxLength={5000}
          minRows={2}
          onText={setDetail}
        />
      )}
      <p className={styles['quiet']}>{corrects === null ? say.signing : say.correcting}</p>
      <div role="alert">
        {sign.isError && (
          <Alert color="red" variant="light" mt="sm" role="presentation">
            {sayFault(sign.error)}
          </Alert>
        )}
      </div>
      {first !== null && <p className={styles['quiet']}>{first}</p>}
      <div className={styles['acts']}>
        <Button
          loading={sign.isPending}
          aria-label={(corrects === null ? say.sign : say.correct)(say.kinds[kind])}
          onClick={() => sign.mutate()}
        >
          {corrects === null ? say.signShort : say.correctShort}
        </Button>
        {corrects !== null && (
          <Button variant="default" onClick={onDone}>
            {words.cancel}
          </Button>
        )}
      </div>
    </>
  )
}

/** Opening one is kept by the server. */
function Sections({ text, kind, ownerId }: Pick<SignFormProps, 'text' | 'kind' | 'ownerId'>): ReactNode {
  const client = useQueryClient()
  const heading = useId()
  const open = useMutation({
    scope: { id: 'declaration-readings' },
    mutationFn: (section: string) => call(OPENINGS[kind], { params: { ownerId }, body: { textId: text.id, section } }),
    onSuccess: () => client.invalidateQueries(declarationsQuery(ownerId)),
    onError: sayFailed,
  })
  return (
    <>
      <p id={heading}>
        <strong>{say.readFirst(text.document.title)}</strong>
      </p>
      <ul className={styles['sections']} aria-labelledby={heading}>
        {text.sections.map((section) => (
          <li key={section.code}>
            <details
              onToggle={({ currentTarget }) => {
                if (currentTarget.open && !section.isOpened) open.mutate(section.code)
              }}
            >
              <summary>
                <span>{section.heading}</span>
                <span className={styles['state']} data-good={section.isOpened || undefined}>
                  {section.isOpened ? <IconCircleCheckFilled size={16} aria-hidden /> : <IconCircleDashed size={16} aria-hidden />}
                  {section.isOpened ? say.opened : say.notOpened}
                </span>
              </summary>
              <div>
                {section.domain !== null && <div className={styles['quiet']}>{section.domain}</div>}
                {section.summary}
                <p>
                  <Anchor href={text.document.link} target="_blank" rel="noopener noreferrer" inherit>
                    {say.readThere(text.document.title)}
                  </Anchor>
                </p>
                {words.certainties[section.certainty] !== '' && <p className={styles['quiet']}>{words.certainties[section.certainty]}</p>}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </>
  )
}

interface ReadProps {
  readonly kind: DeclarationKind
  readonly ownerId: string
  readonly yearId?: string
  readonly isMine: boolean
}

/** What was signed, in a window of its own: it is asked for only when somebody opens it. */
export function ReadSigned({ kind, ownerId, yearId, isMine }: ReadProps): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" aria-label={say.readSigned(say.kinds[kind])} onClick={() => setOpen(true)}>
        {say.readSignedShort}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={say.kinds[kind]} size="lg">
        {open && <SignedShown kind={kind} ownerId={ownerId} isMine={isMine} {...(yearId === undefined ? {} : { yearId })} />}
      </Modal>
    </>
  )
}

function SignedShown({ kind, ownerId, yearId, isMine }: ReadProps): ReactNode {
  const { data, error, refetch } = useQuery(signedTextsQuery(ownerId, kind))
  if (data === undefined) return <Awaited fault={error} onRetry={() => void refetch()} />
  const texts = data.texts.filter(({ year }) => yearId === undefined || year.id === yearId)
  return (
    <>
      {kind === 'health' && !isMine && <p className={styles['quiet']}>{say.healthLogged}</p>}
      {texts.map((text) => (
        <article key={text.id} className={styles['card']}>
          <h3>{`${text.title}, ${text.year.code}`}</h3>
          <Signatures signatures={[text]} />
          <p className={styles['quiet']}>{`${say.wordForWord}. ${say.version(text.version)}.`}</p>
          <div className={styles['body']}>
            {text.body.split('\n\n').map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
          {kind === 'agreement' ? null : <p dir="auto">{text.detail === '' ? say.noDetail : text.detail}</p>}
          <p className={styles['quiet']}>{`${say.sectionsOpened}: ${text.sections.join('; ')}`}</p>
        </article>
      ))}
    </>
  )
}
