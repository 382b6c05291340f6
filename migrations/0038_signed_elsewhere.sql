-- What was signed in another account or another Cairn and came with an archive (R6): readable, with its proof, and counting for nothing
-- until somebody here accepts it.
create table signed_elsewhere (
  owner_id uuid not null,
  id uuid not null,
  -- By which it came, and came again. When the last of these is undone, it goes.
  import_ids uuid[] not null,
  -- The hash by which it is known again, by whatever archive it comes; `told` before it where that is another Cairn's word.
  key text not null,
  kind text not null,
  -- Who may read it: `few` where it may hold what few may read.
  section text not null check (section in ('whole', 'few')),
  title text not null,
  type text,
  signed_on date not null,
  signed_at timestamptz not null,
  -- As it is written there. Empty where nobody signed.
  signer_name text not null,
  signer_as text not null,
  content jsonb not null,
  remarks text[] not null,
  -- Whose record it says to be, and where from.
  from_owner uuid not null,
  from_name text not null,
  server text not null,
  proof text not null check (proof in ('whole', 'unsigned', 'broken', 'altered', 'told', 'none')),
  -- Of its chain.
  number int,
  public_key text not null,
  key_is_ours boolean not null,
  brought_at timestamptz not null default now(),
  primary key (owner_id, id),
  unique (owner_id, key)
);
create index signed_elsewhere_listed on signed_elsewhere (owner_id, signed_at desc, id);
grant select, insert, update, delete on signed_elsewhere to cairn_app;

-- What was decided here about it, the newest last. Append-only.
create table elsewhere_decision (
  owner_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined', 'withdrawn')),
  reason text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_as text not null,
  -- Of the owner's chain here.
  number int not null,
  at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, record_id) references signed_elsewhere (owner_id, id)
);
create index elsewhere_decision_of on elsewhere_decision (owner_id, record_id, number desc);
grant select, insert on elsewhere_decision to cairn_app;

alter table item drop constraint item_kind_check;
alter table item add constraint item_kind_check
  check (kind in ('own', 'module', 'certificate', 'exam', 'library file', 'entry', 'log', 'signed elsewhere'));

select let_erasure_reach_all();
