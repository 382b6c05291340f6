export const collectionWords = {
  notChecked: 'Read the copy through once more, and tick that nobody in it could be recognised.',
  nowhere: 'Only a trainee of a programme can offer a reflection to its shared collection.',
  offeredAlready: 'A copy of this is offered already. Withdraw it first to offer another.',
  nothingWritten: 'There is nothing in this copy. Write something first.',
  identifies: (what: string, instead: string): string => `${what}: this could tell who it is about. ${instead}`,
  chooseTheme: 'File it under at least one theme.',
  changedSince: 'Somebody else changed this since you opened it. Look at the newer one first.',
} as const
