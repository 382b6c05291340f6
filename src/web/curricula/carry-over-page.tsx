import { Alert, Button, Group, Modal, Skeleton, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconArrowsExchange from '@tabler/icons-react/dist/esm/icons/IconArrowsExchange.mjs'
import { useState, type ReactNode } from 'react'
import { answerCarryOver, type CarryOverView } from '#domain/curriculum/carry-over-contract.ts'
import { itemLinksQuery } from '#web/curriculum/curriculum-queries.ts'
import { Opens, Readers } from '#web/curriculum/opens-step.tsx'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import { Asked } from '#web/ui/asked.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { State } from '#web/ui/state.tsx'
import { carryOverQuery } from './curricula-queries.ts'
import styles from './curricula.module.css'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/carry-over')
const say = words.carry

type Move = CarryOverView['moves'][number]
type Piece = Move['pieces'][number]

/** What a move to a new version left for the trainee to decide (T10). */
export function CarryOverPage(): ReactNode {
  const { ownerId } = route.useParams()
  const isOwn = usePerson().id === ownerId
  const asked = useQuery(carryOverQuery(ownerId))
  const title = isOwn || asked.data === undefined ? say.title : say.titleOf(asked.data.name)
  return (
    <RecordFrame ownerId={ownerId} title={title} helpPage="carry-over" failed={asked.error !== null} reading>
      <Asked asked={asked}>
        {({ name, moves, can }) =>
          moves.length === 0 ? (
            <State icon={<IconArrowsExchange size={28} />} title={say.none} text={isOwn ? say.noneText : say.noneTextOf(name)} />
          ) : (
            moves.map((move) => <OneMove key={move.id} ownerId={ownerId} of={isOwn ? null : name} move={move} mayNot={can.answer} />)
          )
        }
      </Asked>
    </RecordFrame>
  )
}

interface MoveProps {
  readonly ownerId: string
  /** The trainee's name, where somebody else reads; null to the trainee. */
  readonly of: string | null
  readonly move: Move
  readonly mayNot: string | null
}

function OneMove({ ownerId, of, move, mayNot }: MoveProps): ReactNode {
  const zone = useZone()
  const client = useQueryClient()
  const [opening, setOpening] = useState<{ readonly itemId: string; readonly ids: readonly string[] } | null>(null)
  const answer = useMutation({
    mutationFn: (body: { proposalIds: string[]; answer: 'yes' | 'no'; isShown?: boolean }) =>
      call(answerCarryOver, { params: { ownerId }, body }),
    onSuccess: (view) => {
      client.setQueryData(carryOverQuery(ownerId).queryKey, view)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === ownerId && queryKey[1] === 'curriculum' })
    },
  })
  const { from, to, pieces, leftBehind, added } = move
  const waiting = pieces.flatMap(({ proposals }) => proposals.filter((one) => one.answer === 'waiting')).length
  return (
    <section>
      <Text>
        {say.moved(
          of ?? say.you,
          `${to.title} (${to.version})`,
          `${from.title} (${from.version})`,
          move.movedBy,
          sayMoment(move.movedAt, zone),
        )}
      </Text>
      <Text size="sm" c="dimmed" mb="md">
        {of === null ? say.explain : say.explainOf(of)}
      </Text>
      <Group gap="xs" mb="xs">
        <Text fw={600} role="status">
          {of === null
            ? pieces.length === 0
              ? say.noLinks
              : say.waiting(waiting)
            : pieces.length === 0
              ? say.noLinksOf
              : say.waitingOf(waiting)}
        </Text>
        {mayNot !== null && <MayNot reason={mayNot} />}
      </Group>
      {mayNot === null && (
        <AllTheSame pieces={pieces} busy={answer.isPending} onYes={(proposalIds) => answer.mutate({ proposalIds, answer: 'yes' })} />
      )}
      {answer.error !== null && (
        <Alert color="red" variant="light" mb="sm">
          {sayFault(answer.error)}
        </Alert>
      )}
      {pieces.map((piece) => (
        <OnePiece
          key={piece.itemId}
          piece={piece}
          mayAnswer={mayNot === null}
          onAnswer={(ids, said) =>
            said === 'yes' && !piece.isOpen
              ? setOpening({ itemId: piece.itemId, ids })
              : answer.mutate({ proposalIds: [...ids], answer: said })
          }
        />
      ))}
      {opening !== null && (
        <OpensFirst
          ownerId={ownerId}
          itemId={opening.itemId}
          onClose={() => setOpening(null)}
          onYes={() => {
            answer.mutate({ proposalIds: [...opening.ids], answer: 'yes', isShown: true })
            setOpening(null)
          }}
        />
      )}
      {leftBehind.length > 0 && (
        <>
          <Title order={2} size="h4" mt="xl" mb={4}>
            {say.left}
          </Title>
          <Text size="sm" c="dimmed">
            {say.leftHelp}
          </Text>
          <ul>
            {leftBehind.map(({ code, title, pieces: count }) => (
              <li key={code}>{`${code} ${title}${say.pieces(count)}`}</li>
            ))}
          </ul>
        </>
      )}
      {added.length > 0 && (
        <>
          <Title order={2} size="h4" mt="xl" mb={4}>
            {say.added}
          </Title>
          <ul>
            {added.map(({ code, title }) => (
              <li key={code}>{`${code} ${title}`}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

interface OpensFirstProps {
  readonly ownerId: string
  readonly itemId: string
  readonly onClose: () => void
  readonly onYes: () => void
}

/** What will be read, and by whom, before a piece that is linked to nothing opens (P24). */
function OpensFirst({ ownerId, itemId, onClose, onYes }: OpensFirstProps): ReactNode {
  const { data, error } = useQuery(itemLinksQuery(ownerId, itemId))
  return (
    <Modal opened onClose={onClose} title={say.opensTitle} size="44rem">
      {error !== null && <Alert color="red">{sayFault(error)}</Alert>}
      {data === undefined ? <Skeleton height={120} /> : null}
      {data?.opens ? <Opens evidence={data.opens} /> : null}
      {data === undefined ? null : <Readers readers={data.readers} />}
      <Group justify="flex-end" gap="sm" mt="md">
        <Button variant="default" onClick={onClose}>
          {say.opensBack}
        </Button>
        <Button disabled={data === undefined} onClick={onYes}>
          {say.opensYes}
        </Button>
      </Group>
    </Modal>
  )
}

/** So many links are answered at once; the server takes no more. */
const MOST_AT_ONCE = 500
const nameOf = (from: readonly { code: string; title: string }[]) => from.map(({ code, title }) => `${code} ${title}`).join(' + ')

interface AllProps {
  readonly pieces: Move['pieces']
  readonly busy: boolean
  readonly onYes: (proposalIds: string[]) => void
}

/** One yes for what changes nothing: pieces that are read today, and go to an item of the same code and name. */
function AllTheSame({ pieces, busy, onYes }: AllProps): ReactNode {
  const [asking, setAsking] = useState(false)
  const same = pieces
    .filter(({ isOpen }) => isOpen)
    .flatMap(({ proposals }) => proposals.filter(({ answer, from, to }) => answer === 'waiting' && nameOf(from) === nameOf([to])))
    .map(({ id }) => id)
    .slice(0, MOST_AT_ONCE)
  if (same.length < 2) return null
  if (!asking)
    return (
      <Button size="sm" mb="sm" onClick={() => setAsking(true)}>
        {say.same(same.length)}
      </Button>
    )
  return (
    <Group gap="xs" mb="sm" role="group" aria-label={say.same(same.length)}>
      <Text size="sm">{say.sameSure}</Text>
      <Button
        size="sm"
        loading={busy}
        onClick={() => {
          onYes(same)
          setAsking(false)
        }}
      >
        {say.sameYes}
      </Button>
      <Button size="sm" variant="default" onClick={() => setAsking(false)}>
        {say.sameNo}
      </Button>
    </Group>
  )
}

interface PieceProps {
  readonly piece: Piece
  readonly mayAnswer: boolean
  readonly onAnswer: (ids: readonly string[], answer: 'yes' | 'no') => void
}

function OnePiece({ piece: { title, proposals }, mayAnswer, onAnswer }: PieceProps): ReactNode {
  const waiting = proposals.filter(({ answer }) => answer === 'waiting').map(({ id }) => id)
  return (
    <div className={styles.piece}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h5">
          <bdi>{title}</bdi>
        </Title>
        {mayAnswer && waiting.length > 1 && (
          <Button size="xs" variant="light" aria-label={say.yesAllOf(title)} onClick={() => onAnswer(waiting, 'yes')}>
            {say.yesAll}
          </Button>
        )}
      </Group>
      {proposals.map(({ id, from, to, answer }) => {
        const target = `${to.code} ${to.title}`
        return (
          <div key={id} className={styles.proposal}>
            <span>{say.becomes(nameOf(from), target)}</span>
            <Group gap="xs">
              {answer !== 'waiting' && <Text size="sm">{answer === 'yes' ? `✓ ${say.yesLinked}` : say.noSaid}</Text>}
              {mayAnswer && answer !== 'yes' && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={answer === 'no' ? say.afterAllTo(title, target) : say.yesTo(title, target)}
                  onClick={() => onAnswer([id], 'yes')}
                >
                  {answer === 'no' ? say.yesAfterAll : say.yes}
                </Button>
              )}
              {mayAnswer && answer === 'waiting' && (
                <Button size="xs" variant="default" aria-label={say.noTo(title, target)} onClick={() => onAnswer([id], 'no')}>
                  {say.no}
                </Button>
              )}
            </Group>
          </div>
        )
      })}
    </div>
  )
}
