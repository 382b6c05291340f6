-- The second factor by an authenticator app (A3): a row where it is on.
create table second_factor (
  owner_id uuid primary key,
  -- Sealed by a key that is made of the server's secret.
  secret text not null,
  -- The latest time step a code was taken of: no code of it, or of one before, is taken again.
  last_step bigint not null,
  on_since timestamptz not null
);
grant select, insert, update, delete on second_factor to cairn_app;

-- Each works once. Kept as keyed hashes.
create table recovery_code (
  owner_id uuid not null,
  code_hash text not null,
  used_at timestamptz,
  primary key (owner_id, code_hash)
);
grant select, insert, update, delete on recovery_code to cairn_app;

select let_erasure_reach_all();
