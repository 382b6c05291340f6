-- Items can come from a page of the web.
alter table item drop constraint item_source_check;
alter table item add constraint item_source_check check (source in ('entered', 'photographed', 'copied', 'learning', 'captured'));

-- What two addresses of the same page have in common (K3); '' where there is nothing to compare. Written with `link` (columnsOf).
alter table item add column link_key text not null default '';

-- Rows from before, once. Only addresses that a browser would write as they stand are read here: what SQL could read otherwise than
-- src/domain/capture/same-address.ts stays '' until its item is changed.
update item set link_key = plain.key
from (
  select owner_id, id,
         lower(part[1]) || '://' || lower(part[2])
           || case when (lower(part[1]), part[3]) in (('http', ':80'), ('https', ':443')) then '' else coalesce(part[3], '') end
           || coalesce(part[4], '/')
           || coalesce('?' || nullif(
                (select string_agg(piece, '&' order by place)
                 from string_to_table(substr(part[5], 2), '&') with ordinality as pieces (piece, place)
                 where piece !~* '^utm_'), ''), '') as key
  from item, regexp_match(
    link,
    '^(https?)://((?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(:[1-9][0-9]*)?(/[-a-z0-9_.~!$&()*+,;=:@/%]*)?(\?[-a-z0-9_.~!$&()*+,;=:@/?%]*)?(?:#.*)?$',
    'i') as part
  where link !~* '/(\.|%2e)'
) as plain
where plain.owner_id = item.owner_id and plain.id = item.id and length(plain.key) <= 2000;

create index item_by_address on item (owner_id, link_key) where link_key <> '' and binned_at is null;
