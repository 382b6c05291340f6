import { notifications } from '@mantine/notifications'
import { draftKept, draftOutcome } from '#web/platform/drafts.ts'
import { words as platformWords } from '#web/platform/words.ts'
import { windowWords } from './window-words.ts'

const say = windowWords.item
const BAD = { notKept: say.notKeptYet, noRoom: platformWords.draftNoRoom, tooLong: say.tooLong } as const

/** Says of a window that is closed with something typed whether that is kept, and where it is not yet, when it is (P20). */
export async function sayKept(ownerId: string, form: string, kept: string): Promise<void> {
  const state = await draftOutcome(ownerId, form)
  if (state !== 'notKept' && state !== 'noRoom' && state !== 'tooLong') return void notifications.show({ message: kept })
  const id = `draft:${form}`
  notifications.show({ id, color: 'red', message: BAD[state], autoClose: false })
  if (!(await draftKept(ownerId, form))) return void notifications.hide(id)
  notifications.update({ id, color: 'green', message: say.keptNow, autoClose: 7000 })
}
