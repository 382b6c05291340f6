import type { Tx } from '#server/platform/db.ts'

/** Moves an owner's training from one version of its curriculum to another (T10). Nothing else follows from it here. */
export async function putOnCurriculum(
  tx: Tx,
  ownerId: string,
  fromId: string,
  toId: string,
): Promise<{ readonly traineeId: string } | 'there already' | 'on neither'> {
  const trainings = await tx
    .selectFrom('trainee')
    .where('owner_id', '=', ownerId)
    .select(['id', 'curriculum_id'])
    .orderBy('from_on', 'desc')
    .execute()
  const training = trainings.find((one) => one.curriculum_id === fromId)
  if (training === undefined) return trainings.some((one) => one.curriculum_id === toId) ? 'there already' : 'on neither'
  await tx.updateTable('trainee').set({ curriculum_id: toId }).where('owner_id', '=', ownerId).where('id', '=', training.id).execute()
  return { traineeId: training.id }
}
