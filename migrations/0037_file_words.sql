-- The words of what is in a file (P9), each once, in small letters; null in `text_read_at` is a file that waits to be read. A lease and a
-- count of tries are kept, so that a file that kills whoever reads it is given up.
alter table file
  add column words text not null default '',
  add column text_read_at timestamptz,
  add column text_tries int not null default 0,
  add column text_claimed_until timestamptz;
create index file_waiting_for_words on file (added_at) where text_read_at is null;
grant update (words, text_read_at, text_tries, text_claimed_until) on file to cairn_app;

-- What files say stands last, so that a long one pushes nothing the person wrote past the end of what is searched.
drop index item_words;
alter table item drop column words;
alter table item add column words tsvector not null generated always as (
  to_tsvector('english', left(folded(title || ' ' || tag_text || ' ' || link || ' ' || notes || ' ' || practice_before || ' ' || practice_after || ' ' || practice_changes || ' ' || file_text), 250000))
  || to_tsvector('simple', left(folded(title || ' ' || tag_text || ' ' || link || ' ' || notes || ' ' || practice_before || ' ' || practice_after || ' ' || practice_changes || ' ' || file_text), 250000))
) stored;
create index item_words on item using gin (owner_id, words) with (fastupdate = off);

select let_erasure_reach_all();
