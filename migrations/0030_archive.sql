-- Everything an owner has in one ZIP (R6, A10). As with reports the row is the truth, with a lease; the job is only the bell. Kept for a day.
create table archive (
  owner_id uuid not null,
  id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'working', 'ready', 'failed')),
  progress float8 not null default 0 check (progress between 0 and 1),
  items int not null default 0,
  files int not null default 0,
  -- Files the store no longer has, as the archive says too.
  missing int not null default 0,
  file_name text,
  size_bytes bigint,
  stored_as text,
  reason text,
  claimed_until timestamptz,
  -- Also the fence: a worker whose lease ran out finds that its number is no longer the last.
  attempts int not null default 0,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (owner_id, id)
);
-- No two of one owner are made at once.
create unique index archive_unfinished on archive (owner_id) where state in ('waiting', 'working');
create index archive_by_age on archive (created_at);
grant select, insert, update, delete on archive to cairn_app;
