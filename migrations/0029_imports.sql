-- Learning brought in from elsewhere (K5).
alter table item drop constraint item_source_check;
alter table item add constraint item_source_check
  check (source in ('entered', 'photographed', 'copied', 'learning', 'captured', 'college', 'form', 'log', 'imported'));

-- One file to be brought in. The row is the truth, with a lease; the job is only the bell.
create table import (
  owner_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('table', 'archive', 'leap2a')),
  file_name text not null check (length(file_name) between 1 and 255),
  size_bytes bigint not null check (size_bytes > 0),
  sha256 text not null,
  -- Null once nothing more is read from it.
  stored_as text,
  state text not null default 'reading'
    check (state in ('reading', 'checking', 'ready', 'bringing', 'brought', 'undoing', 'undone', 'failed')),
  progress float8 not null default 0 check (progress between 0 and 1),
  -- What the file was found to be: its header words, encoding, delimiter or sheet.
  found jsonb,
  -- What each column means, and the order of day and month.
  mapping jsonb,
  -- Lines whose dates could be read either way, of the last check.
  ambiguous int not null default 0,
  lines int not null default 0,
  added int not null default 0,
  already int not null default 0,
  kept int not null default 0,
  reason text,
  claimed_until timestamptz,
  -- Also the fence: a worker whose lease ran out finds that its number is no longer the last.
  attempts int not null default 0,
  -- Of the step under way.
  tries int not null default 0,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  brought_at timestamptz,
  undone_at timestamptz,
  primary key (owner_id, id)
);
create index import_underway on import (owner_id) where state in ('reading', 'checking', 'bringing', 'undoing');
create index import_open on import (changed_at) where state in ('reading', 'checking', 'ready', 'failed');
grant select, insert, update, delete on import to cairn_app;

-- A line of the file as it was read, until it is brought in or given up.
create table import_line (
  owner_id uuid not null,
  import_id uuid not null,
  -- As the file counts them: its header is line 1.
  line int not null,
  cells jsonb not null,
  -- Cells typed in their place, by the number of the column.
  mended jsonb not null default '{}',
  left_out boolean not null default false,
  already boolean not null default false,
  faults jsonb not null default '[]',
  -- What makes it the same line in another reading of the same file.
  from_line text not null,
  primary key (owner_id, import_id, line),
  foreign key (owner_id, import_id) references import (owner_id, id) on delete cascade
);
create index import_line_faulty on import_line (owner_id, import_id, line) where faults <> '[]' and not left_out and not already;
grant select, insert, update, delete on import_line to cairn_app;

-- What an import made. Both fingerprints are kept, of the line and of the row it became, so that neither the same file with other
-- columns nor the same rows in another kind of file are brought in twice.
create table imported_row (
  owner_id uuid not null,
  item_id uuid not null,
  import_id uuid not null,
  line int not null,
  from_line text not null,
  as_row text not null,
  -- The tags it was given, to tell whether others were since.
  tag_ids uuid[] not null default '{}',
  primary key (owner_id, item_id),
  unique (owner_id, from_line),
  unique (owner_id, as_row),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  foreign key (owner_id, import_id) references import (owner_id, id)
);
create index imported_row_of on imported_row (owner_id, import_id, line);
grant select, insert, delete on imported_row to cairn_app;

-- What the columns of a file with these header words meant the last time.
create table import_mapping (
  owner_id uuid not null,
  headers text not null,
  mapping jsonb not null,
  used_at timestamptz not null default now(),
  primary key (owner_id, headers)
);
grant select, insert, update, delete on import_mapping to cairn_app;
