import { useConnections } from './connections-queries.ts'
import { syncWords } from './sync-words.ts'

const say = syncWords.home

export interface Trouble {
  readonly head: string
  readonly text: string
  readonly to: string
  readonly act: string
  /** The act, told apart from others like it. */
  readonly name: string
}

/** What of the owner's connections waits for them: consent that was taken back, what was never looked at, what did not arrive (P15, X10). */
export function useTroubles(): readonly Trouble[] {
  const connections = useConnections()?.connections ?? []
  return connections.flatMap(({ id, name, state, hasSeenWhatIsSent, failed, notSure }) => {
    const trouble = (text: string, act: string = say.look, to = '/connections'): Trouble => ({
      head: name,
      text,
      to,
      act,
      name: `${act}: ${name}`,
    })
    return [
      ...(state === 'paused' ? [trouble(say.paused)] : []),
      ...(hasSeenWhatIsSent ? [] : [trouble(say.unseen, say.see, `/connections?look=${id}`)]),
      ...(failed > 0 ? [trouble(say.failed(failed))] : []),
      ...(notSure > 0 ? [trouble(say.notSure(notSure))] : []),
    ]
  })
}
