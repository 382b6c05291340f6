import { sql } from 'kysely'

/** What else rests on an item, or went elsewhere: first lines of a `case`. */
export const whatRestsOn = sql`
  when exists (select from evidence_version kept where kept.owner_id = item.owner_id and kept.item_id = item.id) then 'a signature rests on it'
  when exists (select from evidence_link link where link.owner_id = item.owner_id and link.item_id = item.id) then 'it is linked to the curriculum'
  when exists (select from proposed_link link where link.owner_id = item.owner_id and link.item_id = item.id) then 'it is to be linked to a new curriculum'
  when exists (select from credit_agreement_item agreed where agreed.owner_id = item.owner_id and agreed.item_id = item.id)
    then 'its credits were agreed'
  when exists (select from appraisal_share_item shared where shared.owner_id = item.owner_id and shared.item_id = item.id)
    then 'it was shown to an appraiser'
  when exists (select from appraisal_comment comment where comment.owner_id = item.owner_id and comment.item_id = item.id)
    then 'an appraiser wrote about it'
  when exists (select from objective_item serving where serving.owner_id = item.owner_id and serving.item_id = item.id)
    then 'it is linked to an objective'
  when exists (select from reflection_offer offer where offer.owner_id = item.owner_id and offer.item_id = item.id)
    then 'it was offered for reflection'
  when exists (select from delivery where delivery.owner_id = item.owner_id and delivery.item_id = item.id
    and (delivery.state <> 'not sent' or delivery.sent_at is not null)) then 'it was sent to another portfolio'
  when exists (select from entry_about about where about.owner_id = item.owner_id and about.about_id = item.id) then 'a reflection is about it'`
