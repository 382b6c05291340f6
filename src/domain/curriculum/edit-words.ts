export const editWords = {
  idStays: 'A curriculum keeps its name here. Make a new version instead.',
  replacesStays: 'Which version this one takes the place of does not change. Make a new version instead.',
  gone: (what: string, code: string): string =>
    `The ${what} ${code} cannot be taken out or be given another code: evidence and sign-offs refer to it. Make a new version instead.`,
  yearsMoved: 'Training years keep their order. Make a new version instead.',
  levelsMoved: 'Levels keep their order, for sign-offs refer to them. Make a new version instead.',
  kindStays: (code: string): string => `The group ${code} stays of the kind it is. Make a new version instead.`,
  groupStays: (code: string): string => `The item ${code} stays in its group. Make a new version instead.`,
  scaleStays: (code: string): string =>
    `The item ${code} stays on its scale, for sign-offs refer to its levels. Make a new version instead.`,
  unknownKeys: (keys: readonly string[]): string => `There is something here that Cairn does not know: ${keys.join(', ')}`,
  followedBy: (title: string, version: string, message: string): string => `${title} (${version}) takes the place of this one: ${message}.`,
  idTaken: 'There is a curriculum of this name already. Choose another.',
  stale: (name: string): string => `${name || 'Somebody'} saved another edition while you were typing. What you typed is kept.`,
  nothingChanged: 'Nothing is different from the edition before.',
  notReplaced: 'This version takes the place of none, so nobody can be moved to it.',
  notOnIt: 'This trainee is not on the version that this one takes the place of.',
  nothing: '(nothing)',
} as const
