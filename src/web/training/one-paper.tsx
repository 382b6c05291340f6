import { Anchor, Badge, Button, Modal, Radio, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { useState, type ReactNode } from 'react'
import { longDate } from '#domain/plain-date.ts'
import type { FileRef } from '#domain/portfolio/contract.ts'
import { certificateFile, examFile, verifyCertificate, verifyExam } from '#domain/training/papers-contract.ts'
import { addressOf, call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { FilesTab } from '#web/portfolio/files-tab.tsx'
import { itemQuery } from '#web/portfolio/portfolio-queries.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import type { Paper, PaperAct } from './certificates-page.tsx'
import { words } from './paper-page-words.ts'
import { tell } from './tell.ts'
import { papersChanged } from './paper-queries.ts'
import styles from './papers.module.css'

const say = words.papers

interface Props {
  readonly paper: Paper
  readonly ownerId: string
  readonly mayCorrect: boolean
  /** What the one it renews is called. */
  readonly renewed?: string | undefined
  readonly onEdit: (as: PaperAct) => void
}

/** One certificate or exam: what it says, whether it is verified, its files, and what this viewer may do (T5). */
export function OnePaper({ paper, ownerId, mayCorrect, renewed, onEdit }: Props): ReactNode {
  const isMine = usePerson().id === ownerId
  const [window, setWindow] = useState<'files' | 'verify' | null>(null)
  const { one } = paper
  const close = () => setWindow(null)
  return (
    <li className={styles['card']}>
      <h3>
        <bdi>{one.title}</bdi>
        {one.itemCode !== null && <Badge variant="default">{one.itemCode}</Badge>}
        {paper.kind === 'exam' ? (
          <Badge variant="light" color={paper.one.result === 'passed' ? 'green' : 'gray'} autoContrast>
            {say.results[paper.one.result]}
          </Badge>
        ) : null}
      </h3>
      <p>{factsOf(paper).join(' · ')}</p>
      {paper.kind === 'certificate' && (
        <p
          className={styles['state']}
          data-good={paper.one.expiry === 'valid' || undefined}
          data-warn={paper.one.expiry !== 'valid' || undefined}
        >
          {say.expiries[paper.one.expiry]}
          {paper.one.expiresOn !== null && `, ${say.expires[paper.one.expiry](longDate(paper.one.expiresOn))}`}
        </p>
      )}
      <p className={styles['state']} data-good={one.verification !== null || undefined}>
        {one.verification === null ? <IconCircleDashed size={17} aria-hidden /> : <IconLock size={17} aria-hidden />}
        {verifiedWords(paper)}
      </p>
      {one.corrects !== null && <p className={styles['quiet']}>{say.corrects}</p>}
      {paper.kind === 'certificate' && paper.one.isRenewed && <p className={styles['quiet']}>{say.isRenewed}</p>}
      {paper.kind === 'certificate' && renewed !== undefined && <p className={styles['quiet']}>{say.renews(renewed)}</p>}
      {one.isCorrected && <p className={styles['quiet']}>{say.isCorrected}</p>}
      <FileList paper={paper} ownerId={ownerId} />
      <div className={styles['acts']}>
        {isMine && one.can.write === null && (
          <>
            <Button variant="default" size="compact-md" fz="sm" h={34} aria-label={say.files(one.title)} onClick={() => setWindow('files')}>
              {say.short.files}
            </Button>
            <Button variant="default" size="compact-md" fz="sm" h={34} aria-label={say.edit(one.title)} onClick={() => onEdit('change')}>
              {say.short.edit}
            </Button>
          </>
        )}
        {one.can.write !== null && <MayNot reason={one.can.write} />}
        {mayCorrect && one.verification !== null && !one.isCorrected && (
          <Button
            variant="default"
            size="compact-md"
            fz="sm"
            h={34}
            aria-label={say.correct(one.title)}
            onClick={() => onEdit('correction')}
          >
            {say.short.correct}
          </Button>
        )}
        {isMine &&
          mayCorrect &&
          paper.kind === 'certificate' &&
          paper.one.expiresOn !== null &&
          !paper.one.isRenewed &&
          !one.isCorrected && (
            <Button variant="default" size="compact-md" fz="sm" h={34} aria-label={say.renew(one.title)} onClick={() => onEdit('renewal')}>
              {say.short.renew}
            </Button>
          )}
        {one.can.verify === null && (
          <Button size="compact-md" fz="sm" h={34} aria-label={say.verify(one.title)} onClick={() => setWindow('verify')}>
            {say.short.verify}
          </Button>
        )}
      </div>
      {window === 'files' && <FilesWindow id={one.id} title={one.title} ownerId={ownerId} onClose={close} />}
      {window === 'verify' && <VerifyWindow paper={paper} ownerId={ownerId} onClose={close} />}
    </li>
  )
}

function factsOf(paper: Paper): string[] {
  const { one } = paper
  const facts =
    paper.kind === 'certificate'
      ? [say.issued(longDate(paper.one.issuedOn)), paper.one.number === '' ? '' : say.number(paper.one.number)]
      : [
          say.taken(longDate(paper.one.takenOn)),
          paper.one.diet,
          paper.one.candidateNumber === '' ? '' : say.number(paper.one.candidateNumber),
        ]
  return [one.awardingBody, ...facts].filter((fact) => fact !== '')
}

function verifiedWords({ one: { verification } }: Paper): string {
  if (verification === null) return say.unverified
  const day = longDate(verification.at.slice(0, 10))
  return verification.saw === 'college' ? say.college(day) : say.verified(verification.by, verification.as, day)
}

function FileList({ paper, ownerId }: Pick<Props, 'paper' | 'ownerId'>): ReactNode {
  const [shown, setShown] = useState<FileRef | null>(null)
  const { one, kind } = paper
  if (one.files.length === 0) return one.verification === null ? <p className={styles['quiet']}>{say.noFiles}</p> : null
  const address = (file: FileRef, look: boolean) =>
    addressOf(kind === 'certificate' ? certificateFile : examFile, { ownerId, id: one.id, fileId: file.id }, look ? { look } : {})
  return (
    <>
      <ul className={styles['files']} aria-label={say.files(one.title)}>
        {one.files.map((file) => (
          <li key={file.id}>
            {file.canPreview ? (
              <Anchor component="button" type="button" size="sm" onClick={() => setShown(file)}>
                {say.open(file.name)}
              </Anchor>
            ) : null}
            <Anchor href={address(file, false)} download={file.name} size="sm">
              {say.download(file.name)}
            </Anchor>
          </li>
        ))}
      </ul>
      {shown !== null && (
        <Modal opened onClose={() => setShown(null)} title={shown.name} size="60rem" yOffset="3vh">
          {shown.mediaType === 'application/pdf' ? (
            // oxlint-disable-next-line react/iframe-missing-sandbox -- browsers show no PDF in a sandbox; the server sends it with its own
            <iframe src={address(shown, true)} title={shown.name} style={{ width: '100%', height: '72vh', border: 0 }} />
          ) : (
            <img src={address(shown, true)} alt={shown.name} style={{ maxWidth: '100%' }} />
          )}
        </Modal>
      )}
    </>
  )
}

interface WindowProps {
  readonly ownerId: string
  readonly onClose: () => void
}

function FilesWindow({ id, title, ownerId, onClose }: WindowProps & { readonly id: string; readonly title: string }): ReactNode {
  const client = useQueryClient()
  const { data } = useQuery(itemQuery(ownerId, id))
  const close = () => {
    void papersChanged(client, ownerId)
    onClose()
  }
  return (
    <Modal opened onClose={close} title={say.files(title)} size="lg">
      {data !== undefined && <FilesTab item={data} writable={data.can.write && data.can.closed['files'] === undefined} />}
    </Modal>
  )
}

function VerifyWindow({ paper, ownerId, onClose }: WindowProps & { readonly paper: Paper }): ReactNode {
  const client = useQueryClient()
  const { one, kind } = paper
  // What was shown when the window opened, whatever is fetched behind it.
  const [seenVersion] = useState(one.version)
  const [saw, setSaw] = useState<'file' | 'original'>(one.files.length > 0 ? 'file' : 'original')
  const verify = useMutation({
    mutationFn: () =>
      call(kind === 'certificate' ? verifyCertificate : verifyExam, {
        params: { ownerId, id: one.id },
        body: { saw, version: seenVersion },
      }),
    onSuccess: async () => {
      await papersChanged(client, ownerId)
      tell(say.wasVerified)
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={say.verify(one.title)}>
      <Stack gap="sm">
        <p style={{ margin: 0 }}>{say.verifyAsk}</p>
        <Radio.Group
          aria-label={say.verifyAsk}
          value={saw}
          onChange={(value) => setSaw(value)}
          error={verify.isError ? sayFault(verify.error) : undefined}
        >
          <Stack gap="xs">
            {one.files.length > 0 && <Radio value="file" label={say.sawFile} />}
            <Radio value="original" label={say.sawOriginal} />
          </Stack>
        </Radio.Group>
        <div className={styles['acts']}>
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>
            {say.verifyDo}
          </Button>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
        </div>
      </Stack>
    </Modal>
  )
}
