import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound, Refusal } from '#domain/errors.ts'

/** Who asks: the signed-in person of this request. */
export interface Viewer {
  readonly personId: string
  readonly sessionId: string
  readonly deviceIsMine: boolean
  /** Whether the account is on its way out: then all is shut but the way back (A10). */
  readonly isClosing?: boolean
}

/** Finds the viewer of a request, or null; given by the accounts feature. */
export type FindViewer = (request: FastifyRequest) => Promise<Viewer | null>

/** Whether the viewer stands in any relation to the owner today; given by the accounts feature. */
export type IsKnown = (viewer: Viewer, ownerId: string) => Promise<boolean>

const viewers = new WeakMap<FastifyRequest, Viewer>()

/**
 * Shuts the doors: who is not signed in is refused before anything is read, unless the endpoint says `public`, and at an address
 * that names an owner a stranger is told that there is nothing (A11). What a relation may do is decided further in, by `seenBy`.
 */
export function shutDoors(app: FastifyInstance, findViewer: FindViewer, isKnown: IsKnown): void {
  const publicRoutes = new Set<string>()
  const closingRoutes = new Set<string>()
  app.addHook('onRoute', (route) => {
    const { public: isPublic, whileClosing } = route as { public?: true; whileClosing?: true }
    for (const method of [route.method].flat()) {
      if (isPublic) publicRoutes.add(`${method} ${route.url}`)
      if (whileClosing) closingRoutes.add(`${method} ${route.url}`)
    }
  })
  app.addHook('onRequest', async (request) => {
    const { method, url } = request.routeOptions
    if (url === undefined || !url.startsWith('/api/')) return
    const viewer = await findViewer(request)
    const isFor = (routes: ReadonlySet<string>) => [method].flat().some((one) => routes.has(`${one} ${url}`))
    const open = isFor(publicRoutes)
    if (viewer === null) {
      if (!open) throw notSignedIn()
      return
    }
    if (viewer.isClosing && !open && !isFor(closingRoutes))
      throw new Refusal('account_closing', 'Your account is closing. Until it does you can only keep it.')
    viewers.set(request, viewer)
    const { ownerId } = request.params as { ownerId?: string }
    if (ownerId !== undefined && !(await isKnown(viewer, ownerId))) throw notFound()
  })
}

/** @throws Refusal `not_signed_in` */
export function viewerOf(request: FastifyRequest): Viewer {
  const viewer = viewers.get(request)
  if (viewer === undefined) throw notSignedIn()
  return viewer
}

export const viewerIfAny = (request: FastifyRequest): Viewer | null => viewers.get(request) ?? null

const notSignedIn = () => new Refusal('not_signed_in', 'Please sign in.')
