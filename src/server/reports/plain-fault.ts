/** Why a report cannot be made, in words for its owner; trying again would not help. */
export class PlainFault extends Error {
  override name = 'PlainFault'
}
