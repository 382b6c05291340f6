const MOST_AGE_MS = 30_000

const openedAt = Date.now()
let openedOn = ''
let answers: Map<string, unknown> | null = null

/**
 * The answer to an address that the server wrote into the page (N3), so that what shows first is not asked for a second time.
 * Each is given once, and none after half a minute or on another page than the one it came with: it might be true no longer.
 */
export function takeFirstAnswer(address: string): unknown {
  const here = window.location.pathname + window.location.search
  if (answers === null) {
    const element = document.getElementById('first-answers')
    answers = new Map(Object.entries(JSON.parse(element?.textContent || '{}') as object))
    element?.remove()
    openedOn = here
  }
  if (Date.now() - openedAt > MOST_AGE_MS || here !== openedOn) answers.clear()
  const answer = answers.get(address)
  answers.delete(address)
  return answer
}

/** After anything was written every answer is the server's to give. */
export const forgetFirstAnswers = (): void => answers?.clear()
