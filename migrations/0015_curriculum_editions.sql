-- Curricula as the college's administrators write them (T10). The newest edition of a curriculum counts before the file of the
-- catalogue. Few, and asked by every server: Citus keeps them whole on every machine. Append-only.
create table curriculum_edition (
  curriculum_id text not null,
  number int not null check (number > 0),
  document jsonb not null,
  -- What is different from the edition before, as a person reads it.
  changes jsonb not null default '[]',
  -- The edition that was gone back to.
  back_to int,
  edited_by uuid not null,
  edited_at timestamptz not null default now(),
  primary key (curriculum_id, number)
);
grant select, insert on curriculum_edition to cairn_app;

-- A trainee was moved to another version of their curriculum. Append-only.
create table curriculum_move (
  owner_id uuid not null,
  id uuid not null,
  trainee_id uuid not null,
  from_curriculum text not null,
  to_curriculum text not null,
  moved_by uuid not null,
  moved_at timestamptz not null default now(),
  primary key (owner_id, id),
  foreign key (owner_id, trainee_id) references trainee (owner_id, id)
);
create index curriculum_move_of on curriculum_move (owner_id, moved_at);
grant select, insert on curriculum_move to cairn_app;

-- A link the new version could have. It is none until the trainee says yes.
create table proposed_link (
  owner_id uuid not null,
  id uuid not null,
  move_id uuid not null,
  item_id uuid not null,
  -- Several where they became one.
  from_codes text[] not null,
  to_curriculum text not null,
  to_code text not null,
  answer text not null default 'waiting' check (answer in ('waiting', 'yes', 'no')),
  answered_at timestamptz,
  primary key (owner_id, id),
  unique (owner_id, move_id, item_id, to_code),
  foreign key (owner_id, move_id) references curriculum_move (owner_id, id),
  check ((answer = 'waiting') = (answered_at is null))
);
grant select, insert, update (answer, answered_at) on proposed_link to cairn_app;
