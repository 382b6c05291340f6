import { sql } from 'kysely'

/** What else rests on an item, or went elsewhere: first lines of a `case`. */
export const whatRestsOn = sql`
  when exists (select from evidence_version kept where kept.owner_id = item.owner_id and kept.item_id = item.id) then 'a signature rests on it'
  when exists (select from evidence_link link where link.owner_id = item.owner_id and link.item_id = item.id) then 'it is linked to the curriculum'
  when exists (select from delivery where delivery.owner_id = item.owner_id and delivery.item_id = item.id
    and (delivery.state <> 'not sent' or delivery.sent_at is not null)) then 'it was sent to another portfolio'
  when exists (select from entry_about about where about.owner_id = item.owner_id and about.about_id = item.id) then 'a reflection is about it'`
