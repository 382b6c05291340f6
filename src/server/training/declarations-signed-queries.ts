import type { Db } from '#server/platform/db.ts'

/** Whether the declarations of a training year are signed (T3). Until declarations are kept here, none is. */
export const declarationsSigned = async (_db: Db, _ownerId: string, _trainingYearId: string): Promise<boolean> => false
