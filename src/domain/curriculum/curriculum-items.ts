import type { CurriculumFile, ItemKind, Scale, WrittenItem } from './curriculum-file.ts'

/** An item with what it has of its group: kind, scale and suitable evidence. */
export interface CurriculumItem extends Omit<WrittenItem, 'scale'> {
  readonly groupCode: string
  readonly kind: ItemKind
  readonly scale: Scale
}

/** Evidence ↔ curriculum item, within one version of a curriculum. */
export interface EvidenceLink {
  readonly evidenceId: string
  readonly itemCode: string
}

/** All items of a curriculum, in the order of its tree. */
export function curriculumItems(curriculum: CurriculumFile): CurriculumItem[] {
  const scales = new Map(curriculum.scales.map((scale) => [scale.code, scale]))
  return curriculum.groups.flatMap((group) =>
    group.items.map((item) => ({
      ...item,
      groupCode: group.code,
      kind: group.kind,
      // That it is there was checked when the file was read.
      scale: scales.get(item.scale ?? group.scale)!,
      suitableEvidence: item.suitableEvidence ?? group.suitableEvidence,
    })),
  )
}

export const curriculumItem = (curriculum: CurriculumFile, code: string): CurriculumItem | undefined =>
  curriculumItems(curriculum).find((item) => item.code === code)
