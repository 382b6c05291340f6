import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from './signed-in-route.tsx'

const mine = createRoute({
  getParentRoute: () => signedIn,
  path: '/reflection',
  component: lazyRouteComponent(() => import('#web/reflection/reflection-page.tsx'), 'ReflectionPage'),
})
const write = createRoute({
  getParentRoute: () => signedIn,
  path: '/reflection/$itemId',
  component: lazyRouteComponent(() => import('#web/reflection/write-page.tsx'), 'WritePage'),
})
const collection = createRoute({
  getParentRoute: () => signedIn,
  path: '/reflection/shared',
  component: lazyRouteComponent(() => import('#web/reflection/collection-page.tsx'), 'CollectionPage'),
})
const shared = createRoute({
  getParentRoute: () => signedIn,
  path: '/reflection/shared/$programmeId/$sharedId',
  component: lazyRouteComponent(() => import('#web/reflection/shared-page.tsx'), 'SharedPage'),
})
const editor = createRoute({
  getParentRoute: () => signedIn,
  path: '/college/reflections',
  component: lazyRouteComponent(() => import('#web/reflection/editor-page.tsx'), 'EditorPage'),
})

/** The pages under 'Reflection', and the editor's. */
export const reflectionRoutes = [mine, write, collection, shared, editor] as const
