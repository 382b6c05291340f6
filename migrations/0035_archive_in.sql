-- An archive of everything brought into an account (K5, R6).

-- A row of an archive as it was read, until it is brought in or given up.
create table import_part (
  owner_id uuid not null,
  import_id uuid not null,
  -- The name of its file in data/.
  part text not null,
  number int not null,
  row jsonb not null,
  -- Of a file: where its bytes lie now and what they were found to be, or why they are not taken.
  stored jsonb,
  primary key (owner_id, import_id, part, number),
  foreign key (owner_id, import_id) references import (owner_id, id) on delete cascade
);
grant select, insert, update, delete on import_part to cairn_app;

-- What a row here was called where it comes from, by the owner there and its id there: nothing is brought in twice, by whatever way
-- it comes. A row can have several, one for each account it went through.
create table brought_row (
  owner_id uuid not null,
  part text not null,
  from_owner uuid not null,
  from_id uuid not null,
  -- Here.
  id uuid not null,
  import_id uuid not null,
  -- How it stood when it was brought in, to tell whether it was changed since.
  as_brought text not null default '',
  primary key (owner_id, part, from_owner, from_id),
  foreign key (owner_id, import_id) references import (owner_id, id)
);
create index brought_row_of on brought_row (owner_id, import_id, part, id);
create index brought_row_here on brought_row (owner_id, part, id);
grant select, insert, update, delete on brought_row to cairn_app;

-- An archive that was brought in: whose, and what of it has no place here, kept to be read.
create table brought_archive (
  owner_id uuid not null,
  id uuid not null,
  from_owner uuid not null,
  from_name text not null,
  server text not null,
  made_at timestamptz not null,
  brought_at timestamptz not null,
  -- Of what is kept: an archive again.
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  stored_as text not null,
  primary key (owner_id, id),
  foreign key (owner_id, id) references import (owner_id, id)
);
grant select, insert, delete on brought_archive to cairn_app;

select let_erasure_reach_all();
