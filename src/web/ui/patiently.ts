const BETWEEN_TRIES_MS = [500, 2000]

/**
 * For a part of the page that is fetched when it is first needed. What cannot be fetched for want of a network waits for it, and the page
 * around it stays as it stands, with what is typed there (P20); what the server does not have, as after an update, goes to the error page.
 */
export const patiently =
  <Part>(load: () => Promise<Part>) =>
  () =>
    fetched(load, 0)

async function fetched<Part>(load: () => Promise<Part>, tried: number): Promise<Part> {
  try {
    return await load()
  } catch (fault) {
    if (!navigator.onLine) {
      await new Promise((resolve) => addEventListener('online', resolve, { once: true }))
      return fetched(load, tried)
    }
    const wait = BETWEEN_TRIES_MS[tried]
    if (wait === undefined) throw fault
    await new Promise((resolve) => setTimeout(resolve, wait))
    return fetched(load, tried + 1)
  }
}
