import type { House } from '../../src/server/house.ts'

export interface Route {
  readonly method: string
  readonly url: string
}

/** Every route as the router knows it, so that one added tomorrow is asked too. */
export function routesOf({ app }: Pick<House, 'app'>): Route[] {
  const lines = app.printRoutes({ commonPrefix: false, includeHooks: false })
  const routes: Route[] = []
  const path: string[] = []
  for (const line of lines.split('\n')) {
    const match = /^((?:│ {3}| {4})*)(?:├──|└──) (.+?)(?: \((.+)\))?$/.exec(line)
    if (!match) continue
    const depth = match[1]!.length / 4
    path.length = depth
    path[depth] = match[2] === '*' && !path[depth - 1]?.endsWith('/') ? '/*' : match[2]!
    for (const method of match[3]?.split(', ') ?? []) routes.push({ method, url: path.join('') })
  }
  return routes.filter(({ method, url }) => url.startsWith('/api/') && method !== 'HEAD' && method !== 'OPTIONS')
}

export const nameOf = ({ method, url }: Route): string => `${method} ${url}`
